mod round;
mod write;
