//! Named sharing: what an owner gives by name, copied under the viewer's own tenant and taken away again.
//!
//! A change of a thing is noted in the transaction of its event; a copier takes the notes, reads at the owner and writes at the
//! viewer, holding the agreement. A new agreement is filled, and one that ended is emptied, some hundred rows at a time.
//! Whoever reads is shown only what an agreement gives at that moment, whatever copies still lie there.

mod copier;
pub mod routes;
pub mod rows;
pub mod store;

pub use copier::Copier;
