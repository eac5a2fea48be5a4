//! What is refused before it ends by itself: an ended session, a revoked grant (a sharing agreement), a revoked API key.
//!
//! It rides on no event. Every instance of every service asks twice a second what was revoked, and says with the question
//! how far it has got: that is its lease of one second. Whoever revokes writes a row in the transaction that makes it
//! true, and answers after `App::refuse`, which waits until each living lease has the row, or is over.

pub mod commands;
pub mod routes;
pub mod store;
