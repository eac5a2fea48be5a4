//! What is true of an area.

use jiff::civil::Date;
use platform::{ids, values::Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::organisation::Country;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AreaKind)]
pub enum Kind {
    Municipality,
    SubRegion,
    Region,
    County,
    Country,
}

impl Kind {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Municipality, "municipality"),
        (Self::SubRegion, "sub_region"),
        (Self::Region, "region"),
        (Self::County, "county"),
        (Self::Country, "country"),
    ];

    pub fn code(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("country", |(_, code)| code)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == code)
            .map(|(kind, _)| *kind)
    }
}

/// An official area, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"country": "FI", "kind": "municipality", "code": "232",
    "name": {"fi": "Kauhajoki", "sv": "Kauhajoki"}, "parent_code": "144", "valid_from": "1868-01-01",
    "valid_to": null, "merged_into": null}))]
pub struct Area {
    pub country: Country,
    pub kind: Kind,
    /// Official code, as text: leading zeros count.
    pub code: String,
    pub name: Text,
    /// The code of the area it lies in.
    #[serde(default)]
    pub parent_code: Option<String>,
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// The code of the area it went up in.
    #[serde(default)]
    pub merged_into: Option<String>,
}

impl Area {
    /// The same for the same area, whoever imports it.
    pub fn id(&self) -> Uuid {
        let name = format!(
            "{}/{}/{}/{}",
            self.country.code(),
            self.kind.code(),
            self.code,
            self.valid_from
        );
        ids::derived(Uuid::nil(), &name)
    }

    /// What is wrong with it, by field.
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        let proper =
            |code: &str| (1..=20).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !proper(&self.code) {
            return Some(("code", "bad_code"));
        }
        if self.parent_code.as_deref().is_some_and(|code| !proper(code)) {
            return Some(("parent_code", "bad_code"));
        }
        if self.merged_into.as_deref().is_some_and(|code| !proper(code)) {
            return Some(("merged_into", "bad_code"));
        }
        if self.name.is_blank() || self.name.each().any(|(_, name)| name.chars().count() > 200) {
            return Some(("name", "required"));
        }
        if self.valid_to.is_some_and(|to| to < self.valid_from) {
            return Some(("valid_to", "reversed"));
        }
        None
    }
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Imported {
    pub created: usize,
    pub changed: usize,
    pub unchanged: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use platform::values::Language;

    fn area() -> Area {
        Area {
            country: Country::Finland,
            kind: Kind::Municipality,
            code: "005".to_owned(),
            name: Text::in_one(Language::Fi, "Alajärvi"),
            parent_code: None,
            valid_from: date(1869, 1, 1),
            valid_to: None,
            merged_into: None,
        }
    }

    #[test]
    fn the_same_area_has_the_same_id_and_leading_zeros_count() {
        assert_eq!(
            area().id(),
            Area {
                valid_to: Some(date(2026, 12, 31)),
                ..area()
            }
            .id()
        );
        assert_ne!(
            area().id(),
            Area {
                code: "5".to_owned(),
                ..area()
            }
            .id()
        );
    }

    #[test]
    fn an_area_that_ends_before_it_begins_is_refused() {
        assert_eq!(area().fault(), None);
        assert_eq!(
            Area {
                valid_to: Some(date(1868, 1, 1)),
                ..area()
            }
            .fault(),
            Some(("valid_to", "reversed"))
        );
    }
}
