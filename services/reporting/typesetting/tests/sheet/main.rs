//! Documents set and read back with the tools a reader's own programs are built on.

mod characters;
mod literal;
mod sizes;
mod structure;
mod support;
