//! A second factor is an app that shows a code of six digits, another one every thirty seconds (TOTP). Whoever has one
//! signs in with the password and a code, so that a stolen password alone opens nothing. It is set up by oneself, holds
//! from the first code on that the app has shown, and comes with ten recovery codes for the day the app is lost.

pub mod commands;
pub mod model;
pub mod recovery;
pub mod routes;
pub mod store;

pub use model::{SecondFactor, SecondFactorError};
