//! What is true of a partner.

use garde::Validate;
use jiff::{Timestamp, ToSpan as _, civil::Date};
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Problem, Stale},
    id_type,
    values::{plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rules::{is_country, is_website};

id_type!(
    /// Names a partner.
    PartnerId of "partner"
);

codes! {
    /// What kind of organisation it is.
    pub enum Kind as PartnerKind {
        Municipality = "municipality",
        University = "university",
        Company = "company",
        Association = "association",
        Authority = "authority",
        Other = "other",
    }
}

codes! {
    /// How it stands with a twin town, as the organisation itself says it.
    pub enum TwinStatus as TwinTownStatus { Active = "active", Dormant = "dormant", Ended = "ended" }
}

/// What makes a partner a twin town.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct TwinTown {
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    #[garde(skip)]
    pub since: Option<Date>,
    /// What was agreed, or where the agreement is to be found.
    #[serde(default)]
    #[garde(inner(custom(plain(1_000))))]
    pub agreement: Option<String>,
    #[garde(skip)]
    pub status: TwinStatus,
}

/// What people say about a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Example Town", "kind": "municipality", "country": "SE", "town": "Example",
    "twin_town": {"since": "1975-05-01", "agreement": "Signed by both councils", "status": "active"}
}))]
pub struct PartnerContent {
    #[garde(length(min = 1), custom(plain(200)))]
    pub name: String,
    #[garde(skip)]
    pub kind: Kind,
    /// ISO 3166 alpha-2.
    #[garde(custom(is_country))]
    pub country: String,
    #[serde(default)]
    #[garde(inner(custom(plain(200))))]
    pub town: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(is_website)))]
    pub website: Option<String>,
    #[serde(default)]
    #[garde(dive)]
    pub twin_town: Option<TwinTown>,
    #[serde(default)]
    #[garde(inner(custom(plain(5_000))))]
    pub notes: Option<String>,
}

/// A partner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Partner {
    pub id: PartnerId,
    pub version: i64,
    pub created_at: Timestamp,
    pub content: PartnerContent,
    /// The last day of the newest activity with it, today when one is going on.
    pub last_activity_on: Option<Date>,
}

#[derive(Debug, thiserror::Error)]
pub enum PartnerError {
    #[error("there is no such partner")]
    NotFound,
    #[error("a name says something")]
    Nameless,
    #[error("projects or activities name the partner")]
    InUse,
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl PartnerContent {
    /// Trimmed, with blank fields left out.
    pub fn tidy(self) -> Result<Self, PartnerError> {
        let twin_town = self.twin_town.map(|twin| TwinTown {
            agreement: tidy(twin.agreement),
            ..twin
        });
        Ok(Self {
            name: tidy(Some(self.name)).ok_or(PartnerError::Nameless)?,
            town: tidy(self.town),
            website: tidy(self.website),
            notes: tidy(self.notes),
            twin_town,
            ..self
        })
    }
}

impl Partner {
    pub fn new(content: PartnerContent, at: Timestamp) -> Self {
        Self {
            id: PartnerId::fresh(),
            version: 1,
            created_at: at,
            content,
            last_activity_on: None,
        }
    }

    /// The next version, saying something else.
    #[must_use]
    pub fn says(self, content: PartnerContent) -> Self {
        Self {
            version: self.version + 1,
            content,
            ..self
        }
    }

    /// Whether nothing has happened with it in the two years before today.
    pub fn is_dormant(&self, today: Date) -> bool {
        self.last_activity_on.is_none_or(|last| last < awake_since(today))
    }
}

/// Whoever did something on this day or later is not dormant.
pub fn awake_since(today: Date) -> Date {
    today.checked_sub(2.years()).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn content() -> PartnerContent {
        PartnerContent {
            name: "Example Town".to_owned(),
            kind: Kind::Municipality,
            country: "SE".to_owned(),
            town: None,
            website: None,
            twin_town: None,
            notes: None,
        }
    }

    fn partner(last: Option<Date>) -> Partner {
        Partner {
            last_activity_on: last,
            ..Partner::new(content(), Timestamp::UNIX_EPOCH)
        }
    }

    #[test]
    fn two_years_without_an_activity_make_a_partner_dormant() {
        let today = date(2026, 11, 22);
        assert!(!partner(Some(date(2024, 11, 22))).is_dormant(today));
        assert!(partner(Some(date(2024, 11, 21))).is_dormant(today));
        assert!(partner(None).is_dormant(today));
    }

    #[test]
    fn two_years_before_a_leap_day_is_the_last_of_february() {
        assert_eq!(awake_since(date(2024, 2, 29)), date(2022, 2, 28));
    }

    #[test]
    fn a_name_of_blanks_is_no_name() {
        assert!(
            PartnerContent {
                name: "  ".to_owned(),
                ..content()
            }
            .tidy()
            .is_err()
        );
        assert_eq!(
            PartnerContent {
                name: " Town ".to_owned(),
                ..content()
            }
            .tidy()
            .unwrap()
            .name,
            "Town"
        );
    }

    #[test]
    fn a_blank_field_is_absent() {
        let tidied = PartnerContent {
            town: Some(" ".to_owned()),
            ..content()
        }
        .tidy()
        .unwrap();
        assert_eq!(tidied.town, None);
    }

    #[test]
    fn a_country_in_words_is_refused() {
        assert!(
            PartnerContent {
                country: "Sweden".to_owned(),
                ..content()
            }
            .validate()
            .is_err()
        );
        assert!(content().validate().is_ok());
    }
}
