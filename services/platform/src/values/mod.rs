//! Values that many things have: texts in several languages, money, figures, periods.

mod figure;
mod money;
mod period;
mod text;

pub use figure::{Exactness, Figure};
pub use money::{Currency, Money};
pub use period::{Period, day, in_order};
pub use text::{Language, Text, plain, said, said_or_none, tidy, within, within_if_said};

/// A value of a message that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the message holds a {0} that cannot be read")]
pub struct BadValue(pub &'static str);
