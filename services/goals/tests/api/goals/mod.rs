mod close;
mod create;
mod list;
mod tree;
