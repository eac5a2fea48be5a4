//! A table that is no list: few rows, nothing to filter or sort.

use crate::html::Html;

pub struct Table {
    /// What it is called for whoever does not see it.
    pub caption: String,
    pub columns: Vec<(String, bool)>,
    pub rows: Vec<Vec<Html>>,
}

impl Table {
    pub fn new(caption: String) -> Self {
        Self {
            caption,
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub fn column(mut self, label: String) -> Self {
        self.columns.push((label, false));
        self
    }

    pub fn numbers(mut self, label: String) -> Self {
        self.columns.push((label, true));
        self
    }

    pub fn rows(mut self, rows: Vec<Vec<Html>>) -> Self {
        self.rows = rows;
        self
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    pub fn is_numeric(&self, column: &usize) -> bool {
        self.columns.get(*column).is_some_and(|(_, numeric)| *numeric)
    }
}
