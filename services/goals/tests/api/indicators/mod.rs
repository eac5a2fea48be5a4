mod define;
mod totals;
mod values;
