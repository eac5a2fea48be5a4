//! What people say about a project, and the rules that can be told from it alone.

use garde::Validate;
use platform::{
    codes,
    http::Faults,
    values::{Money, Period, Text, in_order, plain, said, said_or_none, tidy, within_if_said},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ProjectError, ProjectId};
use crate::{partner::PartnerId, rules::not_negative};

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

impl ProjectContent {
    /// Trimmed, work packages in the order of their numbers, with blank fields left out.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.title = self.title.tidy();
        self.acronym = tidy(self.acronym);
        self.funder = tidy(self.funder);
        self.operation_id = tidy(self.operation_id);
        self.case_number = tidy(self.case_number);
        self.summary = said_or_none(self.summary);
        self.resident_benefit = said_or_none(self.resident_benefit);
        for package in &mut self.work_packages {
            package.title = std::mem::take(&mut package.title).tidy();
            package.description = said_or_none(package.description.take());
        }
        self.work_packages.sort_by_key(|package| package.number);
        self
    }

    /// Every rule that can be told from the project alone. `id` is absent before it has one.
    pub fn check(&self, id: Option<ProjectId>) -> Result<(), ProjectError> {
        let mut faults = Faults::default();
        faults.each_once(&self.theme_ids, |n| format!("/theme_ids/{n}"));
        let goals = self.goal_ids.iter().map(|g| g.goal_id);
        faults.each_once(goals, |n| format!("/goal_ids/{n}/goal_id"));
        let partners = self.partners.iter().map(|p| p.partner_id);
        faults.each_once(partners, |n| format!("/partners/{n}/partner_id"));
        let packages = self.work_packages.iter().map(|w| w.number);
        faults.each_once(packages, |n| format!("/work_packages/{n}/number"));
        self.check_shares(&mut faults);
        self.check_relations(id, &mut faults);
        Ok(faults.none_or(())?)
    }

    fn check_shares(&self, faults: &mut Faults) {
        let fits = |share: Decimal| share > Decimal::ZERO && share <= Decimal::ONE_HUNDRED;
        for (n, goal) in self.goal_ids.iter().enumerate() {
            let told = "A share is more than 0 and at most 100 per cent.";
            faults.unless(fits(goal.share), format!("/goal_ids/{n}/share"), "out_of_range", told);
        }
        let sum: Decimal = self.goal_ids.iter().map(|g| g.share).sum();
        if self.goal_ids.iter().all(|g| fits(g.share)) && sum > Decimal::ONE_HUNDRED {
            let over = (sum - Decimal::ONE_HUNDRED).normalize();
            let told = format!("The shares are {} per cent together, {over} too much.", sum.normalize());
            faults.add("/goal_ids", "shares_exceed_100", told);
        }
    }

    fn check_relations(&self, id: Option<ProjectId>, faults: &mut Faults) {
        let pointer = |n: usize| format!("/relations/{n}/project_id");
        faults.each_once(self.relations.iter().map(|r| (r.kind, r.project_id)), pointer);
        let mut parents = 0;
        for (n, relation) in self.relations.iter().enumerate() {
            let itself = Some(relation.project_id) == id;
            faults.unless(
                !itself,
                pointer(n),
                "related_to_itself",
                "A project is not related to itself.",
            );
            parents += usize::from(relation.kind == RelationKind::Parent);
            let second = relation.kind == RelationKind::Parent && parents > 1;
            faults.unless(
                !second,
                pointer(n),
                "second_parent",
                "A project has one parent at most.",
            );
        }
    }

    /// The project it is part of.
    pub fn parent(&self) -> Option<ProjectId> {
        self.relations
            .iter()
            .find(|r| r.kind == RelationKind::Parent)
            .map(|r| r.project_id)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use platform::values::{Currency, Language};

    use super::*;

    pub fn content() -> ProjectContent {
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

    fn faults(content: &ProjectContent, of: Option<ProjectId>) -> String {
        match content.check(of) {
            Err(ProjectError::Broken(faults)) => faults.to_string(),
            Ok(()) => String::new(),
            Err(other) => panic!("{other}"),
        }
    }

    fn package(number: i32) -> WorkPackage {
        WorkPackage {
            number,
            title: Text::in_one(Language::En, " Work "),
            description: None,
        }
    }

    #[test]
    fn shares_add_up_to_a_hundred_or_less() {
        let shared = |of_each: &[&str]| {
            let goal_ids = shares(of_each);
            faults(&ProjectContent { goal_ids, ..content() }, None)
        };
        assert_eq!(shared(&["33.33", "33.33", "33.34"]), "");
        assert_eq!(shared(&["60"]), "");
        assert_eq!(shared(&["60", "40.01"]), "/goal_ids shares_exceed_100");
        for share in ["0", "-5", "100.01"] {
            assert_eq!(shared(&[share]), "/goal_ids/0/share out_of_range", "{share}");
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
            let relations = relations.collect();
            faults(&ProjectContent { relations, ..content() }, Some(me))
        };
        assert_eq!(
            related(&[(RelationKind::Sister, me)]),
            "/relations/0/project_id related_to_itself"
        );
        assert_eq!(
            related(&[(RelationKind::Parent, one), (RelationKind::Parent, two)]),
            "/relations/1/project_id second_parent"
        );
        assert_eq!(
            related(&[(RelationKind::Sister, one), (RelationKind::Sister, one)]),
            "/relations/1/project_id repeated"
        );
        assert_eq!(
            related(&[(RelationKind::Parent, one), (RelationKind::FollowUp, one)]),
            ""
        );
    }

    #[test]
    fn two_work_packages_never_have_one_number() {
        let work_packages = vec![package(1), package(2), package(1)];
        let twice = ProjectContent {
            work_packages,
            ..content()
        };
        assert_eq!(faults(&twice, None), "/work_packages/2/number repeated");
    }

    #[test]
    fn work_packages_stand_in_the_order_of_their_numbers() {
        let work_packages = vec![package(3), package(1), package(2)];
        let tidied = ProjectContent {
            work_packages,
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
        let negative = ProjectContent {
            total_cost,
            ..content()
        };
        assert!(negative.validate().is_err());
    }
}
