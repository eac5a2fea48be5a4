//! How far the filling of a copy is. Apart from the statements that fill it: to those everything is something to load.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How far the filling of a copy is, for whoever looks.
#[derive(Debug, Default)]
pub struct Filling {
    tenants: AtomicUsize,
    filled: AtomicUsize,
}

impl Filling {
    /// How many tenants there are, and how many of them are filled.
    pub fn reached(&self) -> (usize, usize) {
        (
            self.tenants.load(Ordering::Relaxed),
            self.filled.load(Ordering::Relaxed),
        )
    }

    pub(super) fn of(&self, tenants: usize) {
        self.tenants.store(tenants, Ordering::Relaxed);
    }

    pub(super) fn has_filled(&self, tenants: usize) {
        self.filled.store(tenants, Ordering::Relaxed);
    }
}
