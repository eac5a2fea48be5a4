//! A municipality signs up, is let in on a small plan, reaches its limits and is told which; while it is read-only it reads
//! and takes its lists out, and writes nothing; on a larger plan it goes on.

use futures::future::join_all;
use kit::{Answer, Client, PASSWORD};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::place::{Place, make, until};

/// A municipality that was let in on a plan.
struct Municipality {
    subscription: String,
    id: Uuid,
    session: Value,
    admin: Client,
}

/// Asks, is approved, and its administrator comes by the letter.
async fn signs_up(place: &Place, operator: &Client, plan: &str) -> Municipality {
    let visitor = place.visitor();
    let mark = Uuid::now_v7().simple().to_string();
    let code = format!("P{}", &mark[mark.len() - 8..]).to_uppercase();
    let email = format!("administration.{mark}@example.org");
    let request = json!({
        "organisation": {"kind": "municipality", "name": {"fi": "Pikkula", "sv": "Lillby"}, "code": code, "country": "FI"},
        "contact": {"name": "Head of administration", "email": email, "language": "sv"},
    });
    let asked = visitor.post("/api/v1/subscriptions", request).await.created();
    let subscription = format!("/api/v1/subscriptions/{}", asked.id());
    let approval = json!({"plan_id": plan, "note": "On the small plan first."});
    let approved = operator
        .act(&format!("{subscription}/approve"), &asked.json["version"], approval)
        .await
        .ok();
    assert_eq!(approved.json["plan_id"], plan);
    let token = place.invitation_of(&email).await;
    let accepting = json!({"token": token, "name": "Administrator", "password": PASSWORD, "language": "sv"});
    let session = visitor.post("/api/v1/invitations/accept", accepting).await.created();
    let id = approved.json["organisation_id"].as_str().unwrap().parse().unwrap();
    Municipality {
        subscription,
        id,
        admin: visitor.with_session(&session.json, Some(id)).await,
        session: session.json,
    }
}

impl Municipality {
    /// Invites somebody to a role.
    async fn invites(&self, role: &str) -> Answer {
        let email = format!("{role}.{}@example.org", Uuid::now_v7().simple());
        let invitation = json!({"email": email, "name": role, "language": "sv", "roles": [{"role": role}]});
        self.admin.post("/api/v1/invitations", invitation).await
    }

    /// Somebody who may do everything that the story asks for.
    async fn planner(&self, place: &Place) -> Client {
        let invited = self.invites("planner").await.created();
        let token = invited.json["accept_url"].as_str().unwrap().rsplit('=').next().unwrap();
        let accepting = json!({"token": token, "name": "Planner", "password": PASSWORD, "language": "sv"});
        let visitor = place.visitor();
        let session = visitor.post("/api/v1/invitations/accept", accepting).await.created();
        visitor.with_session(&session.json, Some(self.id)).await
    }

    async fn unit(&self) -> String {
        let unit = json!({"name": {"sv": "Kansli"}, "kind": "unit", "valid_from": "2020-01-01"});
        self.admin.post("/api/v1/units", unit).await.created().id()
    }

    /// Waits until services have heard of the plan.
    async fn is_limited(&self, services: &[&str]) {
        for service in services {
            until(&self.admin, &format!("/api/v1/usage/{service}/current"), |told| {
                !told["plan"].is_null()
            })
            .await;
        }
    }

    /// What the operator does with the subscription as it stands.
    async fn is(&self, operator: &Client, verb: &str, body: Value) {
        let there = operator.get(&self.subscription).await.ok();
        let address = format!("{}/{verb}", self.subscription);
        operator.act(&address, &there.json["version"], body).await.ok();
    }
}

fn project(unit: &str, title: &str) -> Value {
    json!({"title": {"sv": title}, "kind": "eu", "role": "lead", "owner_unit_id": unit,
           "period": {"from": "2026-01-01"}, "summary": {"sv": title}})
}

/// Refused, and told by which limit, how much is used, and who can change it.
fn is_told(refused: &Answer, words: &[&str]) {
    let told = refused.json["detail"].as_str().unwrap();
    for word in words.iter().chain(&["Small", "operator", "administrators"]) {
        assert!(told.contains(word), "{word} is missing: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_municipality_reaches_the_limits_of_its_plan_and_goes_on_with_a_larger_one() {
    let place = Place::find().await;
    let operator = place.operator().await;
    let small =
        json!({"name": {"en": "Small", "fi": "Pieni", "sv": "Liten"}, "people": 3, "projects": 1, "storage_bytes": 40});
    let small = operator.post("/api/v1/plans", small).await.created();
    let large =
        json!({"name": {"en": "Large"}, "people": 100, "projects": 3, "storage_bytes": 80, "calls_per_minute": 600});
    let large = operator.post("/api/v1/plans", large).await.created();
    let town = signs_up(&place, &operator, &small.id()).await;

    // People: two have come, a third is invited, and for a fourth there is no room.
    let planner = town.planner(&place).await;
    town.invites("reader").await.created();
    let refused = town.invites("reader").await.assert_problem(409, "plan_limit_people");
    is_told(&refused, &["3 people", "3 are used"]);

    // Projects.
    let unit = town.unit().await;
    let plan_of = |service: &str| format!("/api/v1/usage/{service}/current");
    town.is_limited(&["projects"]).await;
    let first = make(&planner, "/api/v1/projects", project(&unit, "Bron")).await.id();
    let second = project(&unit, "Tunneln");
    let refused = planner.post("/api/v1/projects", second.clone()).await;
    is_told(
        &refused.assert_problem(409, "plan_limit_projects"),
        &["1 projects", "1 are used"],
    );

    // Files of all services together: thirty bytes at a project leave no room for eleven at a policy.
    let files = format!("/api/v1/projects/{first}/attachments");
    planner.upload(&files, "minutes.txt", vec![b'a'; 30]).await.created();
    let policy = json!({"kind": "plan", "title": {"sv": "Plan"}, "period": {"from": "2026-01-01"}});
    let policy = planner.post("/api/v1/policies", policy).await.created().id();
    let files = format!("/api/v1/policies/{policy}/attachments");
    let mut fitted = 0;
    let refused = loop {
        // Until `goals` has heard of the file that `projects` keeps, there is room.
        let answer = planner.upload(&files, "small.txt", vec![b'b'; 11]).await;
        if answer.status != 201 {
            break answer;
        }
        fitted += 1;
        assert!(fitted < 100, "there is always room");
        let file = format!("{files}/{}", answer.id());
        planner.delete(&file, &answer.json["version"]).await.gone();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    is_told(
        &refused.assert_problem(409, "plan_limit_storage"),
        &["40 bytes", "30 are used"],
    );
    planner.upload(&files, "small.txt", vec![b'b'; 10]).await.created();

    // Read-only: it reads and takes out, and writes nothing.
    town.is(&operator, "make-read-only", json!({})).await;
    planner.renew().await;
    planner.get("/api/v1/projects").await.ok();
    let list = planner.get("/api/v1/projects?format=csv").await.ok();
    assert!(list.text().contains("Bron"), "{}", list.text());
    let written = planner.post("/api/v1/projects", second.clone()).await;
    written.assert_problem(403, "read_only");

    // On the larger plan it goes on.
    town.is(&operator, "activate", json!({})).await;
    town.is(
        &operator,
        "move-to-plan",
        json!({"plan_id": large.id(), "note": "As agreed."}),
    )
    .await;
    planner.renew().await;
    until_renewed(&town, &place, &plan_of("projects")).await;
    planner.post("/api/v1/projects", second).await.created();
    planner.upload(&files, "larger.txt", vec![b'c'; 30]).await.created();
    let answer = planner.get("/api/v1/projects").await.ok();
    let policy = answer.headers["ratelimit-policy"].to_str().unwrap();
    assert!(
        policy.contains("\"tenant\";q=600;"),
        "calls a minute are those of the plan: {policy}"
    );

    // What it uses is told to its administrator.
    let admin = place.visitor().with_session(&town.session, Some(town.id)).await;
    let told = admin.get(&plan_of("projects")).await.ok();
    let month = |kind: &str| {
        told.json["months"]
            .as_array()
            .unwrap()
            .iter()
            .find(|used| used["kind"] == kind)
            .cloned()
    };
    assert_eq!(month("projects").unwrap()["amount"], 2, "{}", told.text());
    let people = admin.get(&plan_of("tenants")).await.ok();
    assert_eq!(people.json["present"], json!([{"kind": "people", "amount": 3}]));
    planner
        .get(&plan_of("projects"))
        .await
        .assert_problem(403, "not_allowed");
    place.leave().await;
}

/// Of those who asked at once so many were let in, and the others were told by which limit they were not.
fn let_in(answers: &[Answer], many: usize, code: &str) {
    let (taken, refused): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| answer.status == 201);
    assert_eq!(taken.len(), many, "{code}");
    for answer in refused {
        assert_eq!(
            (answer.status.as_u16(), &answer.json["code"]),
            (409, &json!(code)),
            "{}",
            answer.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_once_no_more_get_in_than_the_plan_has_room_for() {
    let place = Place::find().await;
    let operator = place.operator().await;
    let plan = json!({"name": {"en": "Small"}, "people": 4, "projects": 2, "storage_bytes": 40});
    let plan = operator.post("/api/v1/plans", plan).await.created();
    let town = signs_up(&place, &operator, &plan.id()).await;
    let planner = town.planner(&place).await;

    let invited = join_all((0..8).map(|_| town.invites("reader"))).await;
    let_in(&invited, 2, "plan_limit_people");

    let unit = town.unit().await;
    town.is_limited(&["projects", "goals"]).await;
    make(&planner, "/api/v1/projects", project(&unit, "Bron")).await;
    let tunnels = (0..8).map(|_| planner.post("/api/v1/projects", project(&unit, "Tunneln")));
    let_in(&join_all(tunnels).await, 1, "plan_limit_projects");

    // At four things, so that none waits for another at its own.
    let policy = json!({"kind": "plan", "title": {"sv": "Plan"}, "period": {"from": "2026-01-01"}});
    let policies = join_all((0..4).map(|_| planner.post("/api/v1/policies", policy.clone()))).await;
    let uploads = policies.into_iter().map(async |policy| {
        let files = format!("/api/v1/policies/{}/attachments", policy.created().id());
        planner.upload(&files, "minutes.txt", vec![b'a'; 15]).await
    });
    let_in(&join_all(uploads).await, 2, "plan_limit_storage");
    place.leave().await;
}

/// Waits until a service has heard of the larger plan.
async fn until_renewed(town: &Municipality, place: &Place, path: &str) {
    let admin = place.visitor().with_session(&town.session, Some(town.id)).await;
    until(&admin, path, |told| told["plan"]["limits"]["projects"] == 3).await;
}
