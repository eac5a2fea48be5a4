//! A session is somebody signed in on some device: a secret token, twelve hours without use, thirty days at most. With
//! it one fetches access tokens, which say what one may do for one organisation and live five minutes. Ending a session
//! refuses its access tokens at once.
//!
//! A session remembers when it last saw a proof of who it is: a code of the second factor, or, of whoever has none, the
//! password. Its access tokens tell that time, and what would harm most in a stranger's hands asks for a fresh one.

pub mod commands;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Session, SessionError, SessionId};
