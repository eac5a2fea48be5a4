//! Documents set and read back with the tools a reader's own programs are built on.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

mod characters;
mod literal;
mod sizes;
mod structure;
mod support;
