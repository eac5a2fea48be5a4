//! A session is somebody signed in on some device: a secret token, twelve hours without use, thirty days at most. With
//! it one fetches access tokens, which say what one may do for one organisation and live five minutes. Ending a session
//! refuses its access tokens at once.

pub mod commands;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Session, SessionError, SessionId};
