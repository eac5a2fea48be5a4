mod attainment;
mod close;
mod create;
mod list;
mod tree;
