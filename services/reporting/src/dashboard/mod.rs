//! What waits for the one who asks: statements owed, applications on their way, drafts of reports. Owns nothing.

pub mod routes;
mod steps;
