//! The projects service through a socket, against a real database.

mod activities;
mod applications;
mod days;
mod networks;
mod partners;
mod programmes;
mod projects;
mod schema;
mod support;
mod units;
