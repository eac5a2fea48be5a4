//! An association, a sub-region, and municipalities that give them things.

use contracts::{projects::v1 as projects, tenants::v1 as tenants};
use platform::auth::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    support::{Client, World},
    things::{exchange, network, period, project, text},
};

/// A year that is over, whenever this runs.
pub const YEAR: i16 = 2024;

pub struct Country<'a> {
    pub world: &'a World,
    pub association: Uuid,
}

/// Somebody who gives.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: Uuid,
    pub code: String,
}

/// What is given, to whom and how.
#[derive(Clone, Debug)]
pub struct Gift {
    pub id: Uuid,
    pub owner: Member,
    pub viewer: Uuid,
    pub dataset: &'static str,
    pub level: &'static str,
    pub waiver: bool,
    pub from: &'static str,
    pub to: Option<&'static str>,
    pub terms_version: i64,
}

impl<'a> Country<'a> {
    pub async fn of(world: &'a World) -> Self {
        let country = Self {
            world,
            association: Uuid::now_v7(),
        };
        country.viewer(country.association, "association", 0).await;
        country
    }

    /// An organisation that is given things; how many municipalities belong to it.
    pub async fn viewer(&self, id: Uuid, kind: &str, members: usize) {
        let organisation = tenants::Organisation {
            members: (0..members).map(|n| format!("{n:03}")).collect(),
            ..organisation(id, kind, "900", "Liitto")
        };
        self.world
            .tell_of(id, "tenants", "organisation", id, &organisation)
            .await;
    }

    /// A municipality with so many activities of the year, with so many people each.
    pub async fn member(&self, n: usize, activities: usize, people: &str) -> Member {
        let member = Member {
            id: Uuid::now_v7(),
            code: format!("{n:03}"),
        };
        let told = organisation(member.id, "municipality", &member.code, &format!("Kunta {n}"));
        self.world
            .tell_of(member.id, "tenants", "organisation", member.id, &told)
            .await;
        for _ in 0..activities {
            self.activity(&member, people).await;
        }
        member
    }

    /// One more activity of the year.
    pub async fn activity(&self, member: &Member, people: &str) -> Uuid {
        let id = Uuid::now_v7();
        let activity = of_year(exchange(id, Uuid::nil(), people, "exact"));
        self.world
            .tell_of(member.id, "projects", "activity", id, &activity)
            .await;
        id
    }

    /// A joint authority with one owner or several.
    pub async fn authority(&self, owners: &[&Member]) -> Member {
        let member = Member {
            id: Uuid::now_v7(),
            code: "K01".to_owned(),
        };
        let owner = |of: &&Member| tenants::Owner {
            code: of.code.clone(),
            ..tenants::Owner::default()
        };
        let told = tenants::Organisation {
            owners: owners.iter().map(owner).collect(),
            ..organisation(member.id, "joint_authority", &member.code, "Kuntayhtymä")
        };
        self.world
            .tell_of(member.id, "tenants", "organisation", member.id, &told)
            .await;
        member
    }

    /// A gift to the association, inside totals.
    pub fn gift(&self, owner: &Member, dataset: &'static str) -> Gift {
        Gift {
            id: Uuid::now_v7(),
            owner: owner.clone(),
            viewer: self.association,
            dataset,
            level: "aggregate",
            waiver: false,
            from: "2020-01-01",
            to: None,
            terms_version: 1,
        }
    }

    /// Both sides hear of a gift.
    pub async fn give(&self, gift: &Gift) {
        self.tell(gift, "in_force", &["owner", "viewer"]).await;
    }

    pub async fn revoke(&self, gift: &Gift) {
        self.tell(gift, "revoked", &["owner", "viewer"]).await;
    }

    pub async fn tell(&self, gift: &Gift, state: &str, sides: &[&str]) {
        for side in sides {
            let tenant = if *side == "owner" { gift.owner.id } else { gift.viewer };
            let told = tenants::SharingAgreement {
                id: gift.id.to_string(),
                side: (*side).to_owned(),
                owner_id: gift.owner.id.to_string(),
                owner_name: text(&format!("Kunta {}", gift.owner.code)),
                owner_code: gift.owner.code.clone(),
                owner_country: "FI".to_owned(),
                viewer_id: gift.viewer.to_string(),
                viewer_name: text("Liitto"),
                dataset: gift.dataset.to_owned(),
                level: gift.level.to_owned(),
                waiver: gift.waiver,
                valid_from: gift.from.to_owned(),
                valid_to: gift.to.map(str::to_owned),
                state: state.to_owned(),
                terms_version: gift.terms_version,
                ..tenants::SharingAgreement::default()
            };
            self.world
                .tell_of(tenant, "tenants", "sharing_agreement", gift.id, &told)
                .await;
        }
    }

    /// Municipalities with so many activities each, all of which give them to the association inside totals.
    pub async fn giving(&self, activities: &[usize]) -> Vec<(Member, Gift)> {
        let mut all = Vec::new();
        for (n, activities) in activities.iter().enumerate() {
            let member = self.member(n + 1, *activities, "10").await;
            let gift = self.gift(&member, "activities");
            self.give(&gift).await;
            all.push((member, gift));
        }
        self.world.settle().await;
        all
    }

    /// Municipalities with one activity each, of so many people, which they give to the association inside totals.
    pub async fn giving_people(&self, people: &[i64]) {
        for (n, people) in people.iter().enumerate() {
            let member = self.member(n + 1, 1, &people.to_string()).await;
            self.give(&self.gift(&member, "activities")).await;
        }
        self.world.settle().await;
    }

    pub fn analyst(&self) -> Client {
        self.analyst_of(self.association)
    }

    pub fn analyst_of(&self, viewer: Uuid) -> Client {
        self.world.proven_person_of(viewer, Role::Analyst)
    }

    /// Asks the association for a release.
    pub async fn release(&self, measure: &str, status: u16) -> Value {
        release(&self.analyst(), measure, status).await
    }
}

pub async fn release(analyst: &Client, measure: &str, status: u16) -> Value {
    let asked = json!({"measure": measure, "period": YEAR});
    analyst.post("/api/v1/releases", asked).await.expect(status).json
}

fn organisation(id: Uuid, kind: &str, code: &str, name: &str) -> tenants::Organisation {
    tenants::Organisation {
        id: id.to_string(),
        kind: kind.to_owned(),
        name: text(name),
        code: code.to_owned(),
        country: "FI".to_owned(),
        time_zone: "Europe/Helsinki".to_owned(),
        language: "fi".to_owned(),
        ..tenants::Organisation::default()
    }
}

pub fn of_year(activity: projects::Activity) -> projects::Activity {
    projects::Activity {
        period: period("2024-03-01", Some("2024-03-05")),
        ..activity
    }
}

/// A project of the year with its money.
pub fn running(id: Uuid, kind: &str) -> projects::Project {
    projects::Project {
        period: period("2023-01-01", Some("2024-12-31")),
        ..project(id, Uuid::nil(), kind)
    }
}

/// A network, and a membership of it since some day.
pub fn member_of(
    network_id: Uuid,
    membership_id: Uuid,
    since: &str,
) -> (projects::Network, projects::NetworkMembership) {
    let membership = projects::NetworkMembership {
        id: membership_id.to_string(),
        network_id: network_id.to_string(),
        since: Some(since.to_owned()),
        ..projects::NetworkMembership::default()
    };
    (network(network_id), membership)
}
