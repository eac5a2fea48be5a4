//! What is true of a membership.

use jiff::{Timestamp, civil::Date};
use platform::{
    auth::{Grant, Role},
    db::DbError,
    http::Stale,
    values::{Language, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    api_key::ApiKeyError,
    person::{Person, PersonError, PersonId},
};

platform::id_type!(
    /// Names a membership.
    MembershipId
);

/// A role that somebody has, and the unit it is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "planner", "unit_id": null}))]
pub struct Held {
    pub role: Role,
    /// Null: the whole organisation.
    #[serde(default)]
    pub unit_id: Option<Uuid>,
}

/// The roles of one person: at least one, none twice, none that an organisation cannot give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles(Vec<Held>);

impl Roles {
    /// Checked; the fault names the place in the list.
    pub fn new(held: Vec<Held>) -> Result<Self, BadRoles> {
        if held.is_empty() {
            return Err(BadRoles::None);
        }
        if held.len() > 20 {
            return Err(BadRoles::TooMany);
        }
        for (nth, one) in held.iter().enumerate() {
            if one.role == Role::Operator {
                return Err(BadRoles::NotGiven { nth });
            }
            if one.role == Role::Contributor && one.unit_id.is_none() {
                return Err(BadRoles::NoUnit { nth });
            }
            if held.iter().take(nth).any(|before| before == one) {
                return Err(BadRoles::Twice { nth });
            }
        }
        Ok(Self(held))
    }

    /// Of an organisation's first person.
    pub fn first() -> Self {
        Self(vec![Held {
            role: Role::Admin,
            unit_id: None,
        }])
    }

    pub fn held(&self) -> &[Held] {
        &self.0
    }

    pub fn grants(&self) -> Vec<Grant> {
        self.0
            .iter()
            .map(|held| Grant {
                role: held.role,
                unit_id: held.unit_id,
            })
            .collect()
    }

    pub fn units(&self) -> impl Iterator<Item = (usize, Uuid)> {
        self.0
            .iter()
            .enumerate()
            .filter_map(|(nth, held)| held.unit_id.map(|id| (nth, id)))
    }

    /// Whether they hold the administration of the whole organisation.
    pub fn administer(&self) -> bool {
        self.0
            .iter()
            .any(|held| held.role == Role::Admin && held.unit_id.is_none())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRoles {
    #[error("somebody without a role can do nothing")]
    None,
    #[error("at most 20 roles")]
    TooMany,
    #[error("an organisation does not give this role")]
    NotGiven { nth: usize },
    #[error("a contributor belongs to a unit")]
    NoUnit { nth: usize },
    #[error("this role is there already")]
    Twice { nth: usize },
    #[error("there is no such unit")]
    NoSuchUnit { nth: usize },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub id: MembershipId,
    pub version: i64,
    pub person_id: PersonId,
    pub person_name: String,
    pub person_email: String,
    pub person_language: String,
    pub roles: Roles,
    pub title: Text,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    /// Taken away: the row waits for the person to come back.
    pub ended: bool,
    pub created_at: Timestamp,
}

/// What changes of a membership.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    pub roles: Option<Roles>,
    pub title: Option<Text>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Option<Date>>,
}

impl Membership {
    pub fn new(person: &Person, roles: Roles, title: Text, today: Date, now: Timestamp) -> Self {
        Self {
            id: MembershipId::fresh(),
            version: 1,
            person_id: person.id,
            person_name: person.name.clone(),
            person_email: person.email.as_str().to_owned(),
            person_language: person.language.code().to_owned(),
            roles,
            title,
            valid_from: today,
            valid_to: None,
            ended: false,
            created_at: now,
        }
    }

    /// The person is back.
    #[must_use]
    pub fn resume(self, person: &Person, roles: Roles, title: Text, today: Date) -> Self {
        Self {
            version: self.version + 1,
            person_name: person.name.clone(),
            person_language: person.language.code().to_owned(),
            roles,
            title,
            valid_from: today,
            valid_to: None,
            ended: false,
            ..self
        }
    }

    pub fn holds_on(&self, day: Date) -> bool {
        !self.ended && self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }

    pub fn edit(self, edits: Edits) -> Result<Self, MembershipError> {
        let edited = Self {
            version: self.version + 1,
            roles: edits.roles.unwrap_or(self.roles),
            title: edits.title.unwrap_or(self.title),
            valid_from: edits.valid_from.unwrap_or(self.valid_from),
            valid_to: edits.valid_to.unwrap_or(self.valid_to),
            ..self
        };
        if edited.valid_to.is_some_and(|to| to < edited.valid_from) {
            return Err(MembershipError::BadDay);
        }
        Ok(edited)
    }

    #[must_use]
    pub fn end(self, today: Date) -> Self {
        Self {
            version: self.version + 1,
            valid_to: Some(today.max(self.valid_from)),
            ended: true,
            ..self
        }
    }

    /// The person is erased: the row stays for what was done, and tells of nobody.
    #[must_use]
    pub fn erased(self, today: Date) -> Self {
        let ended = if self.ended { self.noted() } else { self.end(today) };
        Self {
            person_name: String::new(),
            person_email: String::new(),
            person_language: Language::default().code().to_owned(),
            title: Text::default(),
            ..ended
        }
    }

    /// Something was done about the person that the organisation's journal tells.
    #[must_use]
    pub fn noted(self) -> Self {
        Self {
            version: self.version + 1,
            ..self
        }
    }

    /// Whether it keeps the organisation from being without an administrator, now and for good.
    pub fn keeps_administration(&self) -> bool {
        !self.ended && self.valid_to.is_none() && self.roles.administer()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum MembershipError {
    #[error("there is no such membership")]
    NotFound,
    #[error("the organisation would be left without an administrator")]
    LastAdmin,
    #[error("the days are in the wrong order")]
    BadDay,
    #[error(transparent)]
    Roles(#[from] BadRoles),
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    ApiKey(#[from] ApiKeyError),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::model::NewPerson;
    use jiff::civil::date;
    use platform::values::Language;

    fn held(role: Role, unit: Option<u128>) -> Held {
        Held {
            role,
            unit_id: unit.map(Uuid::from_u128),
        }
    }

    fn membership(roles: Roles) -> Membership {
        let person = NewPerson {
            email: crate::person::Email::new("a@b.example"),
            name: "A".to_owned(),
            language: Language::Sv,
        }
        .at(Timestamp::UNIX_EPOCH);
        Membership::new(
            &person,
            roles,
            Text::default(),
            date(2026, 11, 22),
            Timestamp::UNIX_EPOCH,
        )
    }

    #[test]
    fn an_organisation_never_makes_an_operator() {
        assert_eq!(
            Roles::new(vec![held(Role::Operator, None)]),
            Err(BadRoles::NotGiven { nth: 0 })
        );
    }

    #[test]
    fn a_contributor_belongs_to_a_unit() {
        assert_eq!(
            Roles::new(vec![held(Role::Contributor, None)]),
            Err(BadRoles::NoUnit { nth: 0 })
        );
        assert!(Roles::new(vec![held(Role::Contributor, Some(7))]).is_ok());
    }

    #[test]
    fn no_role_twice_and_never_none() {
        assert_eq!(Roles::new(Vec::new()), Err(BadRoles::None));
        let twice = vec![held(Role::Reader, None), held(Role::Reader, None)];
        assert_eq!(Roles::new(twice), Err(BadRoles::Twice { nth: 1 }));
    }

    #[test]
    fn an_administrator_of_one_unit_does_not_administer_the_organisation() {
        assert!(Roles::first().administer());
        assert!(!Roles::new(vec![held(Role::Admin, Some(1))]).unwrap().administer());
    }

    #[test]
    fn a_membership_that_ended_holds_no_more_and_can_be_resumed() {
        let ended = membership(Roles::first()).end(date(2026, 11, 23));
        assert!(!ended.holds_on(date(2026, 11, 23)) && !ended.keeps_administration());
        let reader = Roles::new(vec![held(Role::Reader, None)]).unwrap();
        let person = NewPerson {
            email: crate::person::Email::new("a@b.example"),
            name: "A".into(),
            language: Language::Fi,
        };
        let back = ended.resume(
            &person.at(Timestamp::UNIX_EPOCH),
            reader,
            Text::default(),
            date(2027, 1, 1),
        );
        assert!(back.holds_on(date(2027, 1, 1)) && back.version == 3);
    }

    #[test]
    fn a_membership_holds_from_day_to_day() {
        let edits = Edits {
            valid_to: Some(Some(date(2026, 12, 31))),
            ..Edits::default()
        };
        let until = membership(Roles::first()).edit(edits).unwrap();
        assert!(until.holds_on(date(2026, 12, 31)) && !until.holds_on(date(2027, 1, 1)));
        assert!(!until.keeps_administration());
    }
}
