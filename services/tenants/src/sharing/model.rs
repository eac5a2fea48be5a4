//! What is true of a sharing agreement.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    codes,
    db::DbError,
    http::{Merge, Problem, Stale},
    values::{Text, plain, said, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::organisation::Country;

platform::id_type!(
    /// Names a sharing agreement, on both sides.
    AgreementId of "sharing_agreement"
);

codes! {
    /// Whose record of the agreement it is.
    pub enum Side as SharingSide {
        Owner = "owner",
        Viewer = "viewer",
    }
}

codes! {
    /// What is given.
    pub enum Dataset as SharingDataset {
        Goals = "goals",
        Projects = "projects",
        Networks = "networks",
        Activities = "activities",
    }
}

codes! {
    /// How much of it is seen: each record by name, or totals of several owners only.
    pub enum Level as SharingLevel {
        Named = "named",
        Aggregate = "aggregate",
    }
}

codes! {
    /// Whether the agreement stands. Its days say when it gives something.
    pub enum State as SharingState {
        InForce = "in_force",
        Revoked = "revoked",
    }
}

/// The decision behind an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SharingDecision)]
pub struct Decision {
    /// The body that took it, as its name was on that day.
    #[garde(custom(said(200)))]
    pub body: Text,
    #[garde(skip)]
    #[schema(value_type = String, format = Date)]
    pub decided_on: Date,
    #[serde(default)]
    #[garde(inner(custom(plain(50))))]
    pub section: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(plain(100))))]
    pub case_number: Option<String>,
}

/// What may change while the agreement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SharingTerms, example = json!({"valid_to": "2028-12-31", "decision": {"body": {"fi": "Kaupunginhallitus"},
    "decided_on": "2026-11-16", "section": "321", "case_number": "KAU/1010/2026"}}))]
pub struct Terms {
    /// Of totals: the owner accepts that its own figure may be worked out from one.
    #[serde(default)]
    #[garde(skip)]
    pub waiver: bool,
    #[garde(skip)]
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The last day; until further notice when absent.
    #[serde(default)]
    #[garde(skip)]
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    #[garde(dive)]
    pub decision: Decision,
}

/// Any part of the terms, to be different. Who gives what to whom stays: another of these is another agreement.
pub type TermsPatch = Merge<Terms>;

/// One of the two, as it was called when the terms were last agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub id: Uuid,
    pub name: Text,
}

/// How an agreement ended before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SharingRevocation)]
pub struct Revocation {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The owner took it back, or the viewer gave it up.
    pub by: Side,
    pub reason: String,
}

/// An agreement as it stands, as one side holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    pub id: AgreementId,
    pub version: i64,
    pub side: Side,
    pub owner: Party,
    pub owner_code: String,
    pub owner_country: Country,
    pub viewer: Party,
    pub dataset: Dataset,
    pub level: Level,
    pub terms: Terms,
    pub terms_version: i64,
    pub revoked: Option<Revocation>,
    pub created_at: Timestamp,
}

/// An agreement to be, as its owner says it.
#[derive(Clone, Debug)]
pub struct NewAgreement {
    pub viewer_id: Uuid,
    pub dataset: Dataset,
    pub level: Level,
    pub terms: Terms,
}

/// What is known of an organisation on either side.
#[derive(Clone, Debug)]
pub struct Owner {
    pub party: Party,
    pub code: String,
    pub country: Country,
}

impl NewAgreement {
    /// The owner's side of it.
    pub fn between(
        self,
        owner: Owner,
        viewer: Party,
        today: Date,
        now: Timestamp,
    ) -> Result<Agreement, AgreementError> {
        if owner.party.id == viewer.id {
            return Err(AgreementError::ToOneself);
        }
        let agreement = Agreement {
            id: AgreementId::fresh(),
            version: 1,
            side: Side::Owner,
            owner: owner.party,
            owner_code: owner.code,
            owner_country: owner.country,
            viewer,
            dataset: self.dataset,
            level: self.level,
            terms: self.terms.tidy(),
            terms_version: 1,
            revoked: None,
            created_at: now,
        };
        agreement.terms.hold(agreement.level, today)?;
        if agreement.terms.begin_undecided() {
            return Err(AgreementError::Undecided);
        }
        Ok(agreement)
    }
}

impl Terms {
    fn tidy(self) -> Self {
        Self {
            decision: Decision {
                body: self.decision.body.tidy(),
                section: tidy(self.decision.section),
                case_number: tidy(self.decision.case_number),
                ..self.decision
            },
            ..self
        }
    }

    fn hold(&self, level: Level, today: Date) -> Result<(), AgreementError> {
        if self.waiver && level != Level::Aggregate {
            return Err(AgreementError::NothingToWaive);
        }
        if self.valid_to.is_some_and(|to| to < self.valid_from) {
            return Err(AgreementError::Reversed);
        }
        if self.decision.decided_on > today {
            return Err(AgreementError::NotDecidedYet);
        }
        Ok(())
    }

    /// Nothing is given before the body has decided.
    fn begin_undecided(&self) -> bool {
        self.valid_from < self.decision.decided_on
    }
}

impl Agreement {
    /// Whose record it is: the tenant.
    pub fn holder(&self) -> Uuid {
        match self.side {
            Side::Owner => self.owner.id,
            Side::Viewer => self.viewer.id,
        }
    }

    /// The organisation on the other side.
    pub fn other(&self) -> &Party {
        match self.side {
            Side::Owner => &self.viewer,
            Side::Viewer => &self.owner,
        }
    }

    pub fn state(&self) -> State {
        match self.revoked {
            None => State::InForce,
            Some(_) => State::Revoked,
        }
    }

    /// Both records of it, in an order that every writer keeps: two that change several at once never wait in a ring.
    pub fn both_sides(&self) -> [Self; 2] {
        let of = |side| Self { side, ..self.clone() };
        let (owner, viewer) = (of(Side::Owner), of(Side::Viewer));
        if owner.holder() < viewer.holder() {
            [owner, viewer]
        } else {
            [viewer, owner]
        }
    }

    /// The agreement on other terms. Saying the same again changes nothing.
    pub fn on_terms(self, terms: Terms, today: Date) -> Result<Self, AgreementError> {
        self.stands(Side::Owner)?;
        let terms = terms.tidy();
        terms.hold(self.level, today)?;
        if terms.begin_undecided() && terms.valid_from != self.terms.valid_from {
            return Err(AgreementError::Undecided);
        }
        if terms == self.terms {
            return Ok(self);
        }
        Ok(Self {
            version: self.version + 1,
            terms_version: self.terms_version + 1,
            terms,
            ..self
        })
    }

    /// What is ended by a side before its time gives nothing from then on.
    pub fn ended_by(self, side: Side, reason: String, at: Timestamp) -> Result<Self, AgreementError> {
        self.stands(side)?;
        Ok(Self {
            version: self.version + 1,
            revoked: Some(Revocation { at, by: side, reason }),
            ..self
        })
    }

    /// Only the side whose act it is, and only while there is something to act on.
    fn stands(&self, side: Side) -> Result<(), AgreementError> {
        match (&self.revoked, side) {
            _ if self.side == side && self.revoked.is_none() => Ok(()),
            (_, Side::Owner) if self.side != side => Err(AgreementError::OwnersOnly),
            (_, Side::Viewer) if self.side != side => Err(AgreementError::ViewersOnly),
            _ => Err(AgreementError::AlreadyRevoked),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum AgreementError {
    #[error("there is no such agreement")]
    NotFound,
    #[error("there is no such organisation that takes part")]
    NoSuchViewer,
    #[error("an organisation has what is its own")]
    ToOneself,
    #[error("a record by name has nothing to waive")]
    NothingToWaive,
    #[error("the days are in the wrong order")]
    Reversed,
    #[error("the decision lies in the future")]
    NotDecidedYet,
    #[error("the agreement would begin before it was decided")]
    Undecided,
    #[error("the viewer has the same dataset on some of these days already")]
    Overlaps,
    #[error("the agreement was revoked")]
    AlreadyRevoked,
    #[error("only the owner changes or takes back")]
    OwnersOnly,
    #[error("only the viewer gives up")]
    ViewersOnly,
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::values::Language;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn party(id: u128) -> Party {
        Party {
            id: Uuid::from_u128(id),
            name: Text::in_one(Language::Fi, format!("Kunta {id}")),
        }
    }

    fn terms() -> Terms {
        Terms {
            waiver: false,
            valid_from: date(2026, 12, 1),
            valid_to: Some(date(2028, 12, 31)),
            decision: Decision {
                body: Text::in_one(Language::Fi, "Kaupunginhallitus"),
                decided_on: date(2026, 11, 16),
                section: Some(" 321 ".to_owned()),
                case_number: Some("  ".to_owned()),
            },
        }
    }

    fn given_at(level: Level, terms: Terms, viewer: u128) -> Result<Agreement, AgreementError> {
        let owner = Owner {
            party: party(2),
            code: "232".to_owned(),
            country: Country::Finland,
        };
        let new = NewAgreement {
            viewer_id: Uuid::from_u128(viewer),
            dataset: Dataset::Projects,
            level,
            terms,
        };
        new.between(owner, party(viewer), TODAY, Timestamp::UNIX_EPOCH)
    }

    fn given() -> Agreement {
        given_at(Level::Named, terms(), 1).unwrap()
    }

    fn viewers(agreement: Agreement) -> Agreement {
        Agreement {
            side: Side::Viewer,
            ..agreement
        }
    }

    #[test]
    fn nobody_gives_to_oneself() {
        let refused = given_at(Level::Named, terms(), 2);
        assert!(matches!(refused, Err(AgreementError::ToOneself)));
    }

    #[test]
    fn only_totals_have_a_risk_to_accept() {
        let waiving = Terms {
            waiver: true,
            ..terms()
        };
        let refused = given_at(Level::Named, waiving.clone(), 1);
        assert!(matches!(refused, Err(AgreementError::NothingToWaive)));
        assert!(given_at(Level::Aggregate, waiving, 1).is_ok());
    }

    #[test]
    fn days_stand_in_order_and_after_the_decision() {
        let ended_before = Terms {
            valid_to: Some(date(2026, 11, 30)),
            ..terms()
        };
        let refused = given_at(Level::Named, ended_before, 1);
        assert!(matches!(refused, Err(AgreementError::Reversed)));
        let early = Terms {
            valid_from: date(2026, 11, 15),
            ..terms()
        };
        let refused = given_at(Level::Named, early, 1);
        assert!(matches!(refused, Err(AgreementError::Undecided)));
        let mut tomorrow = terms();
        tomorrow.decision.decided_on = date(2026, 11, 25);
        let refused = given_at(Level::Named, tomorrow, 1);
        assert!(matches!(refused, Err(AgreementError::NotDecidedYet)));
    }

    #[test]
    fn other_terms_are_counted_and_the_same_ones_are_not() {
        let given = given();
        let decision = &given.terms.decision;
        assert_eq!(
            (decision.section.as_deref(), decision.case_number.as_deref()),
            (Some("321"), None)
        );
        let same = given.clone().on_terms(terms(), TODAY).unwrap();
        assert_eq!(same, given);
        // A later decision prolongs it without moving its beginning.
        let mut longer = terms();
        longer.valid_to = None;
        longer.decision.decided_on = TODAY;
        let changed = given.clone().on_terms(longer, TODAY).unwrap();
        assert_eq!((changed.version, changed.terms_version), (2, 2));
        let ended = changed.ended_by(Side::Owner, "Enough.".to_owned(), Timestamp::UNIX_EPOCH);
        let ended = ended.unwrap();
        assert_eq!(
            (ended.version, ended.terms_version, ended.state()),
            (3, 2, State::Revoked)
        );
        assert!(matches!(
            ended.on_terms(terms(), TODAY),
            Err(AgreementError::AlreadyRevoked)
        ));
    }

    #[test]
    fn each_side_ends_it_in_its_own_way_and_once() {
        let end = |agreement: Agreement, side| agreement.ended_by(side, "Enough.".to_owned(), Timestamp::UNIX_EPOCH);
        assert!(matches!(end(given(), Side::Viewer), Err(AgreementError::ViewersOnly)));
        let theirs = viewers(given());
        assert!(matches!(
            end(theirs.clone(), Side::Owner),
            Err(AgreementError::OwnersOnly)
        ));
        assert!(matches!(
            theirs.clone().on_terms(terms(), TODAY),
            Err(AgreementError::OwnersOnly)
        ));
        let given_up = end(theirs, Side::Viewer).unwrap();
        assert_eq!(given_up.revoked.as_ref().map(|r| r.by), Some(Side::Viewer));
        assert!(matches!(
            end(given_up, Side::Viewer),
            Err(AgreementError::AlreadyRevoked)
        ));
    }

    #[test]
    fn the_sides_come_in_one_order_whoever_writes() {
        let order = |agreement: &Agreement| agreement.both_sides().map(|side| side.holder());
        assert_eq!(order(&given()), [Uuid::from_u128(1), Uuid::from_u128(2)]);
        assert_eq!(order(&viewers(given())), order(&given()));
    }
}
