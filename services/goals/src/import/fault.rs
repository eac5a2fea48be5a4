//! What is wrong with a line of a table.

use platform::http::FieldFault;

use super::columns::Field;

/// A fault of a line, by the column that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    pub line: i32,
    /// Absent: with the whole of it.
    pub field: Option<Field>,
    pub code: String,
    pub detail: String,
}

impl LineFault {
    /// A fault of a value, by the column that it came from.
    pub fn of(line: i32, fault: &FieldFault) -> Self {
        let part = fault.pointer.split('/').nth(1).unwrap_or_default();
        let field = match part {
            "indicator_id" => Some(Field::Indicator),
            "period" => Some(Field::Period),
            "unit_id" => Some(Field::Unit),
            "dimensions" => Some(Field::Dimensions),
            "value" => Some(Field::Value),
            "numerator" => Some(Field::Numerator),
            "denominator" => Some(Field::Denominator),
            "level" => Some(Field::Level),
            "evidence" => Some(Field::Evidence),
            "status" => Some(Field::Status),
            "provenance" => Some(Field::Provenance),
            "no_change" => Some(Field::NoChange),
            _ => None,
        };
        Self {
            line,
            field,
            code: fault.code.clone(),
            detail: fault.detail.clone(),
        }
    }
}
