mod define;
mod grid;
mod totals;
mod values;
