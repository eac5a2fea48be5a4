//! Names with their dates: an old report stays under the old name.

use jiff::{ToSpan as _, civil::Date};
use platform::values::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A name, and the days from and to which it was the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DatedName {
    pub name: Text,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// A new name begins on a day; the one before it ends the day before.
pub fn renamed(mut names: Vec<DatedName>, name: Text, from: Date) -> Result<Vec<DatedName>, BadDay> {
    if let Some(last) = names.last_mut() {
        if last.from.is_some_and(|before| before >= from) {
            return Err(BadDay);
        }
        last.to = Some(from.checked_sub(1.day()).map_err(|_out_of_range| BadDay)?);
    }
    names.push(DatedName {
        name,
        from: Some(from),
        to: None,
    });
    Ok(names)
}

/// The present name written differently: a correction, not a new name.
pub fn corrected(mut names: Vec<DatedName>, name: &Text) -> Vec<DatedName> {
    match names.last_mut() {
        Some(last) => last.name = name.clone(),
        None => names.push(DatedName {
            name: name.clone(),
            from: None,
            to: None,
        }),
    }
    names
}

/// The name on a day.
pub fn name_on(names: &[DatedName], day: Date) -> Option<&Text> {
    let on = |n: &&DatedName| n.from.is_none_or(|from| from <= day) && n.to.is_none_or(|to| day <= to);
    names.iter().find(on).map(|n| &n.name)
}

/// A name cannot begin before, or on the day that, the present one began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the day does not come after the one before it")]
pub struct BadDay;
