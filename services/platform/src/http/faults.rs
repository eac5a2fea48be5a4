//! Faults of fields, as rules find them.

use std::fmt;

use garde::Validate;

use super::{FieldFault, Problem};

/// Faults that were found in one body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<FieldFault>);

impl FieldFault {
    pub fn new(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code: code.to_owned(),
            detail: detail.into(),
        }
    }
}

impl Faults {
    /// One fault.
    pub fn of(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self(vec![FieldFault::new(pointer, code, detail)])
    }

    /// What in a value goes against its own rules.
    pub fn of_rules(value: &impl Validate<Context = ()>) -> Self {
        let told = value.validate().err().map(|report| super::body::faults(&report));
        Self(told.map(|problem| problem.field_faults().to_vec()).unwrap_or_default())
    }

    pub fn add(&mut self, pointer: impl Into<String>, code: &str, detail: impl Into<String>) {
        self.0.push(FieldFault::new(pointer, code, detail));
    }

    pub fn unless(&mut self, holds: bool, pointer: impl Into<String>, code: &str, detail: impl Into<String>) {
        if !holds {
            self.add(pointer, code, detail);
        }
    }

    /// Every value that stands in a list a second time is a fault at its place.
    pub fn each_once<T: PartialEq>(&mut self, values: impl IntoIterator<Item = T>, pointer: impl Fn(usize) -> String) {
        let mut seen = Vec::new();
        for (n, value) in values.into_iter().enumerate() {
            self.unless(
                !seen.contains(&value),
                pointer(n),
                "repeated",
                "This stands in the list already.",
            );
            seen.push(value);
        }
    }

    /// The same faults of a part, seen from the whole body.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        for fault in &mut self.0 {
            fault.pointer.insert_str(0, place);
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, FieldFault> {
        self.0.iter()
    }

    /// What was judged, if there is no fault in it.
    pub fn none_or<T>(self, whole: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(whole) } else { Err(self) }
    }
}

impl Extend<FieldFault> for Faults {
    fn extend<I: IntoIterator<Item = FieldFault>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a FieldFault;
    type IntoIter = std::slice::Iter<'a, FieldFault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Faults {
    type Item = FieldFault;
    type IntoIter = std::vec::IntoIter<FieldFault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.iter().enumerate() {
            let comma = if n == 0 { "" } else { ", " };
            write!(f, "{comma}{} {}", fault.pointer, fault.code)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        Self::faults(faults.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_list_twice_is_told_at_its_second_place() {
        let mut faults = Faults::default();
        faults.each_once([1, 2, 1, 1], |n| format!("/ids/{n}"));
        assert_eq!(faults.to_string(), "/ids/2 repeated, /ids/3 repeated");
    }

    #[test]
    fn faults_of_a_part_are_told_at_their_place_in_the_whole() {
        let part = Faults::of("/total", "required", "Say what it costs in all.");
        assert_eq!(part.within("/financing").to_string(), "/financing/total required");
    }
}
