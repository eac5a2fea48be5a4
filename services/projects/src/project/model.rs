//! What is true of a project.

use std::collections::HashSet;

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::{FieldFault, Stale},
    id_type,
    known::Unknown,
    values::{Money, Period, Text, in_order, plain, said, within_if_said},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    application::model::State,
    codes::codes,
    partner::PartnerId,
    programme::ProgrammeName,
    rules::{fault, not_negative, repeated, tidy},
};

id_type!(
    /// Names a project.
    ProjectId
);

codes! {
    /// Where a project's money comes from.
    pub enum Kind as ProjectKind { Eu = "eu", International = "international", National = "national", Own = "own" }
}

codes! {
    /// What an organisation is in a project.
    pub enum Role as ProjectRole { Lead = "lead", Partner = "partner", Associated = "associated" }
}

codes! {
    /// What another project is to this one.
    pub enum RelationKind as ProjectRelationKind { Parent = "parent", Sister = "sister", FollowUp = "follow_up" }
}

codes! {
    /// How far a project is, on a day.
    pub enum Status as ProjectStatus {
        Idea = "idea",
        Preparing = "preparing",
        Applied = "applied",
        Running = "running",
        Ended = "ended",
        Rejected = "rejected",
    }
}

codes! {
    /// How far all applications of a project are, together.
    pub enum Funding as ProjectFunding {
        /// There is no application: the dates alone tell.
        None = "none",
        Idea = "idea",
        Preparing = "preparing",
        Applied = "applied",
        Granted = "granted",
        /// What was granted is closed.
        Finished = "finished",
        Rejected = "rejected",
    }
}

/// Another organisation in the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ProjectPartner {
    #[garde(skip)]
    pub partner_id: PartnerId,
    #[garde(skip)]
    pub role: Role,
}

/// How much of the project serves a goal, in per cent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct GoalShare {
    #[garde(skip)]
    pub goal_id: Uuid,
    #[serde(with = "crate::rules::percent")]
    #[schema(value_type = String, example = "60")]
    #[garde(skip)]
    pub share: Decimal,
}

/// How the project stands to another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ProjectRelation)]
pub struct Relation {
    /// What the other one is to this one.
    #[garde(skip)]
    pub kind: RelationKind,
    #[garde(skip)]
    pub project_id: ProjectId,
}

/// A numbered part of the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct WorkPackage {
    #[garde(range(min = 1, max = 999))]
    pub number: i32,
    #[garde(custom(said(300)))]
    pub title: Text,
    #[serde(default)]
    #[garde(custom(within_if_said(5_000)))]
    pub description: Option<Text>,
}

/// What people say about a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": {"fi": "Suupohjan elinvoiman johtaminen", "en": "Leading the vitality of Suupohja"},
    "kind": "national", "role": "lead", "funder": "TEKES",
    "owner_unit_id": "019aaaaa-0000-7000-8000-000000000001",
    "period": {"from": "2017-01-01", "to": "2018-12-31"},
    "summary": {"en": "Leadership of sub-regional cooperation and a set of vitality indicators."},
    "work_packages": [{"number": 1, "title": {"en": "Leadership of cooperation"}}],
    "total_cost": {"amount": "100000.00", "currency": "EUR"}, "public_card": true
}))]
pub struct ProjectContent {
    #[garde(custom(said(300)))]
    pub title: Text,
    #[serde(default)]
    #[garde(inner(custom(plain(60))))]
    pub acronym: Option<String>,
    #[garde(skip)]
    pub kind: Kind,
    #[garde(skip)]
    pub role: Role,
    #[serde(default)]
    #[garde(skip)]
    pub programme_id: Option<Uuid>,
    #[serde(default)]
    #[garde(inner(custom(plain(200))))]
    pub funder: Option<String>,
    /// The operation's id at the funder: the same in every organisation that takes part.
    #[serde(default)]
    #[garde(inner(custom(plain(100))))]
    pub operation_id: Option<String>,
    /// The unit that answers for it.
    #[garde(skip)]
    pub owner_unit_id: Uuid,
    #[serde(default)]
    #[garde(skip)]
    pub manager_id: Option<Uuid>,
    #[serde(default)]
    #[garde(length(max = 200), dive)]
    pub partners: Vec<ProjectPartner>,
    #[garde(custom(in_order))]
    pub period: Period,
    #[serde(default)]
    #[garde(custom(within_if_said(5_000)))]
    pub summary: Option<Text>,
    #[serde(default)]
    #[garde(custom(within_if_said(5_000)))]
    pub resident_benefit: Option<Text>,
    #[serde(default)]
    #[garde(length(max = 50))]
    pub theme_ids: Vec<Uuid>,
    /// The goals it serves; all shares are 100 per cent or less together.
    #[serde(default)]
    #[garde(length(max = 50), dive)]
    pub goal_ids: Vec<GoalShare>,
    #[serde(default)]
    #[garde(length(max = 50), dive)]
    pub relations: Vec<Relation>,
    #[serde(default)]
    #[garde(length(max = 100), dive)]
    pub work_packages: Vec<WorkPackage>,
    /// Whether everybody may see its card.
    #[serde(default)]
    #[garde(skip)]
    pub public_card: bool,
    #[serde(default)]
    #[garde(inner(custom(not_negative)))]
    pub total_cost: Option<Money>,
    #[serde(default)]
    #[garde(inner(custom(plain(100))))]
    pub case_number: Option<String>,
}

/// A project.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Project {
    pub id: ProjectId,
    pub version: i64,
    pub created_at: Timestamp,
    pub content: ProjectContent,
    pub programme: Option<ProgrammeName>,
    pub funding: Funding,
}

#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    #[error("there is no such project")]
    NotFound,
    #[error("the project breaks {} rules", .0.len())]
    Broken(Vec<FieldFault>),
    #[error("the project would be its own ancestor")]
    Cycle { pointer: String },
    #[error("other things point at the project")]
    InUse { by: &'static str },
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl ProjectContent {
    /// Trimmed, work packages in the order of their numbers, with blank fields left out.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.title = self.title.tidy();
        self.acronym = tidy(self.acronym);
        self.funder = tidy(self.funder);
        self.operation_id = tidy(self.operation_id);
        self.case_number = tidy(self.case_number);
        let said = |text: Option<Text>| text.map(Text::tidy).filter(|t| !t.is_blank());
        self.summary = said(self.summary);
        self.resident_benefit = said(self.resident_benefit);
        for package in &mut self.work_packages {
            package.title = std::mem::take(&mut package.title).tidy();
            package.description = said(package.description.take());
        }
        self.work_packages.sort_by_key(|package| package.number);
        self
    }

    /// Every rule that can be told from the project alone. `id` is absent before it has one.
    pub fn check(&self, id: Option<ProjectId>) -> Result<(), ProjectError> {
        let mut faults = Vec::new();
        faults.extend(repeated(self.theme_ids.iter(), |n| format!("/theme_ids/{n}")));
        faults.extend(repeated(self.goal_ids.iter().map(|g| g.goal_id), |n| {
            format!("/goal_ids/{n}/goal_id")
        }));
        faults.extend(repeated(self.partners.iter().map(|p| p.partner_id), |n| {
            format!("/partners/{n}/partner_id")
        }));
        faults.extend(repeated(self.work_packages.iter().map(|w| w.number), |n| {
            format!("/work_packages/{n}/number")
        }));
        faults.extend(self.share_faults());
        faults.extend(self.relation_faults(id));
        if faults.is_empty() {
            Ok(())
        } else {
            Err(ProjectError::Broken(faults))
        }
    }

    fn share_faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        for (n, goal) in self.goal_ids.iter().enumerate() {
            if goal.share <= Decimal::ZERO || goal.share > Decimal::ONE_HUNDRED {
                let pointer = format!("/goal_ids/{n}/share");
                faults.push(fault(
                    pointer,
                    "out_of_range",
                    "A share is more than 0 and at most 100 per cent.",
                ));
            }
        }
        let sum: Decimal = self.goal_ids.iter().map(|g| g.share).sum();
        if faults.is_empty() && sum > Decimal::ONE_HUNDRED {
            let over = (sum - Decimal::ONE_HUNDRED).normalize();
            faults.push(fault(
                "/goal_ids",
                "shares_exceed_100",
                format!("The shares are {} per cent together, {over} too much.", sum.normalize()),
            ));
        }
        faults
    }

    fn relation_faults(&self, id: Option<ProjectId>) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let mut seen = HashSet::new();
        let mut parents = 0;
        for (n, relation) in self.relations.iter().enumerate() {
            let pointer = format!("/relations/{n}/project_id");
            if Some(relation.project_id) == id {
                faults.push(fault(
                    pointer.clone(),
                    "related_to_itself",
                    "A project is not related to itself.",
                ));
            }
            if !seen.insert((relation.kind, relation.project_id)) {
                faults.push(fault(pointer.clone(), "repeated", "This stands in the list already."));
            }
            if relation.kind == RelationKind::Parent {
                parents += 1;
                if parents > 1 {
                    faults.push(fault(pointer, "second_parent", "A project has one parent at most."));
                }
            }
        }
        faults
    }

    /// The project it is part of.
    pub fn parent(&self) -> Option<ProjectId> {
        self.relations
            .iter()
            .find(|r| r.kind == RelationKind::Parent)
            .map(|r| r.project_id)
    }
}

impl Project {
    pub fn new(content: ProjectContent, at: Timestamp) -> Self {
        Self {
            id: ProjectId::fresh(),
            version: 1,
            created_at: at,
            content,
            programme: None,
            funding: Funding::None,
        }
    }

    /// The next version, saying something else.
    #[must_use]
    pub fn says(self, content: ProjectContent) -> Self {
        Self {
            version: self.version + 1,
            content,
            ..self
        }
    }

    /// The next version, when the applications add up to something else than before.
    pub fn funded(self, funding: Funding) -> Option<Self> {
        (self.funding != funding).then(|| Self {
            version: self.version + 1,
            funding,
            ..self
        })
    }

    pub fn status(&self, today: Date) -> Status {
        self.funding.status(&self.content.period, today)
    }
}

impl Funding {
    /// What all applications of a project come to: the furthest one that is still alive counts.
    pub fn of(states: &[State]) -> Self {
        let any = |wanted: &[State]| states.iter().any(|s| wanted.contains(s));
        if states.is_empty() {
            Self::None
        } else if any(&[
            State::Approved,
            State::ApprovedWithConditions,
            State::Agreement,
            State::Running,
        ]) {
            Self::Granted
        } else if any(&[State::Submitted]) {
            Self::Applied
        } else if any(&[State::Preparing]) {
            Self::Preparing
        } else if any(&[State::Idea, State::Go]) {
            Self::Idea
        } else if any(&[State::Closed]) {
            Self::Finished
        } else {
            Self::Rejected
        }
    }

    /// The status on a day. Money that is there, or was never needed, leaves it to the dates.
    pub fn status(self, period: &Period, today: Date) -> Status {
        match self {
            Self::Idea => Status::Idea,
            Self::Preparing => Status::Preparing,
            Self::Applied => Status::Applied,
            Self::Rejected => Status::Rejected,
            Self::None | Self::Granted if today < period.from => Status::Preparing,
            Self::None | Self::Granted if period.holds(today) => Status::Running,
            Self::Finished | Self::None | Self::Granted => Status::Ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::values::{Currency, Language};

    use super::*;

    fn content() -> ProjectContent {
        ProjectContent {
            title: Text::in_one(Language::En, "Leading the vitality of Suupohja"),
            acronym: None,
            kind: Kind::National,
            role: Role::Lead,
            programme_id: None,
            funder: Some("TEKES".to_owned()),
            operation_id: None,
            owner_unit_id: Uuid::from_u128(1),
            manager_id: None,
            partners: Vec::new(),
            period: Period {
                from: date(2017, 1, 1),
                to: Some(date(2018, 12, 31)),
            },
            summary: None,
            resident_benefit: None,
            theme_ids: Vec::new(),
            goal_ids: Vec::new(),
            relations: Vec::new(),
            work_packages: Vec::new(),
            public_card: false,
            total_cost: Some(Money::new(Decimal::new(10_000_000, 2), Currency::Eur)),
            case_number: None,
        }
    }

    fn shares(shares: &[&str]) -> Vec<GoalShare> {
        let share = |(n, text): (usize, &&str)| GoalShare {
            goal_id: Uuid::from_u128(n as u128 + 10),
            share: text.parse().unwrap(),
        };
        shares.iter().enumerate().map(share).collect()
    }

    fn codes(outcome: Result<(), ProjectError>) -> Vec<String> {
        match outcome {
            Err(ProjectError::Broken(faults)) => faults
                .into_iter()
                .map(|f| format!("{} {}", f.pointer, f.code))
                .collect(),
            Ok(()) => Vec::new(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn shares_add_up_to_a_hundred_or_less() {
        assert!(
            codes(
                ProjectContent {
                    goal_ids: shares(&["33.33", "33.33", "33.34"]),
                    ..content()
                }
                .check(None)
            )
            .is_empty()
        );
        assert!(
            codes(
                ProjectContent {
                    goal_ids: shares(&["60"]),
                    ..content()
                }
                .check(None)
            )
            .is_empty()
        );
        let over = ProjectContent {
            goal_ids: shares(&["60", "40.01"]),
            ..content()
        }
        .check(None);
        assert_eq!(codes(over), ["/goal_ids shares_exceed_100"]);
    }

    #[test]
    fn a_share_of_nothing_or_of_more_than_all_is_refused() {
        for share in ["0", "-5", "100.01"] {
            let broken = ProjectContent {
                goal_ids: shares(&[share]),
                ..content()
            }
            .check(None);
            assert_eq!(codes(broken), ["/goal_ids/0/share out_of_range"], "{share}");
        }
    }

    #[test]
    fn a_project_is_not_its_own_relative_and_has_one_parent() {
        let (me, one, two) = (ProjectId::fresh(), ProjectId::fresh(), ProjectId::fresh());
        let related = |relations: &[(RelationKind, ProjectId)]| {
            let relations = relations.iter().map(|(kind, project_id)| Relation {
                kind: *kind,
                project_id: *project_id,
            });
            codes(
                ProjectContent {
                    relations: relations.collect(),
                    ..content()
                }
                .check(Some(me)),
            )
        };
        assert_eq!(
            related(&[(RelationKind::Sister, me)]),
            ["/relations/0/project_id related_to_itself"]
        );
        assert_eq!(
            related(&[(RelationKind::Parent, one), (RelationKind::Parent, two)]),
            ["/relations/1/project_id second_parent"]
        );
        assert_eq!(
            related(&[(RelationKind::Sister, one), (RelationKind::Sister, one)]),
            ["/relations/1/project_id repeated"]
        );
        assert!(related(&[(RelationKind::Parent, one), (RelationKind::FollowUp, one)]).is_empty());
    }

    #[test]
    fn two_work_packages_never_have_one_number() {
        let package = |number| WorkPackage {
            number,
            title: Text::in_one(Language::En, "Work"),
            description: None,
        };
        let broken = ProjectContent {
            work_packages: vec![package(1), package(2), package(1)],
            ..content()
        }
        .check(None);
        assert_eq!(codes(broken), ["/work_packages/2/number repeated"]);
    }

    #[test]
    fn work_packages_stand_in_the_order_of_their_numbers() {
        let package = |number| WorkPackage {
            number,
            title: Text::in_one(Language::En, " Work "),
            description: None,
        };
        let tidied = ProjectContent {
            work_packages: vec![package(3), package(1), package(2)],
            ..content()
        }
        .tidy();
        let numbers: Vec<_> = tidied.work_packages.iter().map(|w| w.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert_eq!(tidied.work_packages[0].title.en.as_deref(), Some("Work"));
    }

    #[test]
    fn reversed_dates_are_refused() {
        let period = Period {
            from: date(2018, 12, 31),
            to: Some(date(2017, 1, 1)),
        };
        assert!(ProjectContent { period, ..content() }.validate().is_err());
        assert!(content().validate().is_ok());
    }

    #[test]
    fn a_negative_cost_is_refused() {
        let total_cost = Some(Money::new(Decimal::new(-1, 2), Currency::Eur));
        assert!(
            ProjectContent {
                total_cost,
                ..content()
            }
            .validate()
            .is_err()
        );
    }

    #[test]
    fn without_applications_the_dates_tell_how_far_it_is() {
        let project = Project::new(content(), Timestamp::UNIX_EPOCH);
        assert_eq!(project.status(date(2016, 12, 31)), Status::Preparing);
        assert_eq!(project.status(date(2017, 1, 1)), Status::Running);
        assert_eq!(project.status(date(2018, 12, 31)), Status::Running);
        assert_eq!(project.status(date(2019, 1, 1)), Status::Ended);
    }

    #[test]
    fn a_project_that_waits_for_its_money_does_not_run_whatever_its_dates_say() {
        let period = content().period;
        assert_eq!(Funding::Applied.status(&period, date(2017, 6, 1)), Status::Applied);
        assert_eq!(Funding::Rejected.status(&period, date(2017, 6, 1)), Status::Rejected);
        assert_eq!(Funding::Granted.status(&period, date(2017, 6, 1)), Status::Running);
        assert_eq!(Funding::Finished.status(&period, date(2017, 6, 1)), Status::Ended);
    }

    #[test]
    fn the_furthest_living_application_counts() {
        assert_eq!(Funding::of(&[]), Funding::None);
        assert_eq!(Funding::of(&[State::Idea]), Funding::Idea);
        assert_eq!(Funding::of(&[State::Rejected, State::Submitted]), Funding::Applied);
        assert_eq!(Funding::of(&[State::Rejected, State::Withdrawn]), Funding::Rejected);
        assert_eq!(Funding::of(&[State::Closed, State::Rejected]), Funding::Finished);
        assert_eq!(Funding::of(&[State::Closed, State::Running]), Funding::Granted);
    }

    #[test]
    fn the_same_funding_is_no_news() {
        let project = Project::new(content(), Timestamp::UNIX_EPOCH);
        assert!(project.clone().funded(Funding::None).is_none());
        assert_eq!(project.funded(Funding::Applied).unwrap().version, 2);
    }
}
