mod attainment;
mod close;
mod create;
mod list;
mod names;
mod restoring;
mod tree;
