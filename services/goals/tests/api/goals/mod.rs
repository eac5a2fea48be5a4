mod attainment;
mod close;
mod create;
mod list;
mod restoring;
mod tree;
