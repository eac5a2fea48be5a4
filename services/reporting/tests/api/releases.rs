//! Figures over many organisations, released for good or withheld without a reason.

use std::time::Duration;

use platform::{
    auth::Role,
    config::{Settings, key},
};
use reporting::release::{Disclosure, parameters::Audience};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    country::{Country, Gift, YEAR, release, running},
    support::World,
};

/// The cell of the association's figure, as the national page reads it.
async fn national(country: &Country<'_>, measure: &str) -> Value {
    let items = country
        .analyst()
        .get(&format!("/api/v1/aggregates?measure={measure}&period={YEAR}"))
        .await
        .ok()
        .items();
    assert!(items.len() <= 1, "{items:?}");
    items.into_iter().next().unwrap_or(Value::Null)
}

/// An answer without what names this one figure.
fn told(mut release: Value) -> Value {
    for name in ["id", "released_at"] {
        release[name] = Value::Null;
    }
    release["cell"]["measure"] = Value::Null;
    release["cell"]["unit"] = Value::Null;
    release
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_over_enough_that_give_it_is_released_with_a_band_and_no_names() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4, 3]).await;
    assert_eq!(
        national(&country, "activities").await,
        Value::Null,
        "nothing before it is released"
    );
    let released = country.release("activities", 201).await;
    assert_eq!(
        (
            &released["cell"]["value"],
            &released["cell"]["coverage"],
            &released["state"]
        ),
        (&json!("17"), &json!("under_10"), &json!("released"))
    );
    let shown = national(&country, "activities").await;
    assert_eq!((&shown["value"], &shown["period"]), (&json!("17"), &json!(YEAR)));
    // Of what was released, nobody else has anything.
    let stranger = world.proven_person_of(Uuid::now_v7(), Role::Analyst);
    assert!(stranger.get("/api/v1/aggregates").await.ok().items().is_empty());
    let path = format!("/api/v1/releases/{}", released["id"].as_str().unwrap());
    stranger.get(&path).await.problem(404, "release_not_found");
    world.stop().await;
}

/// How many people the rest must have to hide a largest of a thousand from two that have as many: ten times the percentage
/// that this installation drew.
fn bound(world: &World) -> i64 {
    let master = key(
        &mut Settings::from_values(world.settings.clone()),
        "SAMVERKA_MASTER_KEY",
    );
    let drawn = Disclosure::of(&master).for_audience(Audience::Association).percent;
    let bound = drawn * Decimal::TEN;
    assert!((80..=120).contains(&bound.to_i64().unwrap()) && bound.is_integer());
    bound.to_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_is_hidden_by_a_rest_at_the_bound_itself_and_not_by_one_less() {
    for (less, state) in [(0, "released"), (1, "withheld")] {
        let world = World::start().await;
        let country = Country::of(&world).await;
        let rest = bound(&world) - less;
        country.giving_people(&[1_000, 1_000, 1_000, rest - 40, 40]).await;
        let answer = country.release("participants", 201).await;
        assert_eq!(answer["state"], state, "a rest of {rest}");
        world.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_hold_nearly_all_and_a_figure_of_less_than_five_people_are_withheld() {
    for (people, state) in [
        (vec![50_000, 49_000, 400, 300, 300], "withheld"),
        (vec![52_000, 50_000, 9_000, 8_000, 7_000], "released"),
        (vec![1, 1, 1, 1, 0], "withheld"),
        (vec![1, 1, 1, 1, 1], "released"),
        (vec![9, 9, 0, 0, 0], "withheld"),
        (vec![0, 0, 0, 0, 0], "withheld"),
        (vec![9, 9, 9, 9], "withheld"),
    ] {
        let world = World::start().await;
        let country = Country::of(&world).await;
        country.giving_people(&people).await;
        let answer = country.release("participants", 201).await;
        assert_eq!(answer["state"], state, "{people:?}");
        world.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_gives_the_same_bytes() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4, 3]).await;
    let asked = json!({"measure": "activities", "period": YEAR});
    let first = country
        .analyst()
        .post("/api/v1/releases", asked.clone())
        .await
        .expect(201);
    let again = country.analyst().post("/api/v1/releases", asked).await.expect(200);
    assert_eq!(first.body, again.body);
    assert_eq!(country.analyst().get("/api/v1/releases").await.ok().items().len(), 1);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_released_total_stays_when_somebody_joins_leaves_or_corrects() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let givers = country.giving(&[3, 4, 3, 4, 3]).await;
    let released = country.release("activities", 201).await;
    let stands = async |after: &str| {
        world.settle().await;
        assert_eq!(national(&country, "activities").await["value"], "17", "{after}");
        assert_eq!(country.release("activities", 200).await, released, "{after}");
    };
    country.activity(&givers[0].0, "10").await;
    stands("a correction").await;
    let late = country.member(6, 9, "10").await;
    country.give(&country.gift(&late, "activities")).await;
    stands("one who joined").await;
    country.revoke(&givers[1].1).await;
    stands("one who left").await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_revoked_before_a_release_is_not_in_it() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let givers = country.giving(&[3, 4, 3, 4, 3, 5]).await;
    // Either side's word is enough.
    country.tell(&givers[5].1, "revoked", &["owner"]).await;
    world.settle().await;
    let released = country.release("activities", 201).await;
    assert_eq!(released["cell"]["value"], "17");
    let members = world.count("SELECT count(*) FROM reporting.release_members").await;
    assert_eq!(members, 5);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tenants_says_is_revoked_is_in_no_release_before_any_event_tells_of_it() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let givers = country.giving(&[3, 4, 3, 4, 3, 5]).await;
    world.revoke_grant(givers[5].1.id);
    // As long as a lease lasts, which is how long the answer to a revocation waits.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(country.release("activities", 201).await["cell"]["value"], "17");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_nothing_is_in_no_answer() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4, 3]).await;
    let silent = country.member(777, 50, "10").await;
    let project = Uuid::now_v7();
    world
        .tell_of(silent.id, "projects", "project", project, &running(project, "eu"))
        .await;
    world.settle().await;
    assert_eq!(country.release("activities", 201).await["cell"]["value"], "17");
    for path in [
        "aggregates",
        "aggregates?format=csv",
        "releases",
        "shared",
        "shared/goals",
        "shared/projects",
        "shared/networks",
        "shared/activities",
        "shared/activities?format=csv",
    ] {
        let answer = country.analyst().get(&format!("/api/v1/{path}")).await.ok();
        let told = String::from_utf8(answer.body).unwrap();
        for of_silent in [
            silent.id.to_string(),
            project.to_string(),
            "777".to_owned(),
            "67".to_owned(),
        ] {
            // Ids have such digits by chance; what is asked for stands alone.
            let stands = told
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .any(|word| word == of_silent);
            assert!(!stands, "{path} tells {of_silent}: {told}");
        }
    }
    let noted = format!(
        "SELECT count(*) FROM reporting.release_members WHERE owner_id = '{}'",
        silent.id
    );
    assert_eq!(world.count(&noted).await, 0);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_gives_the_years_it_covers_the_dataset_it_names_and_nothing_by_name() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4, 3]).await;
    let outside = |n: usize, change: fn(Gift) -> Gift| {
        let country = &country;
        async move {
            let member = country.member(n, 3, "10").await;
            country.give(&change(country.gift(&member, "activities"))).await;
        }
    };
    outside(6, |gift| Gift {
        from: "2025-01-01",
        ..gift
    })
    .await;
    outside(7, |gift| Gift {
        to: Some("2025-06-30"),
        ..gift
    })
    .await;
    outside(8, |gift| Gift {
        dataset: "projects",
        ..gift
    })
    .await;
    outside(9, |gift| Gift { level: "named", ..gift }).await;
    world.settle().await;
    let released = country.release("activities", 201).await;
    assert_eq!(released["cell"]["value"], "17");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_rule_speaks_the_answer_the_history_and_the_file_are_the_same() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    // Of activities one has nearly all. Of memberships of networks nobody has any, of goals nobody gives any.
    let givers = country.giving(&[30, 1, 1, 1, 1]).await;
    for (member, _) in &givers {
        country.give(&country.gift(member, "networks")).await;
    }
    world.settle().await;
    let mut answers = Vec::new();
    let mut histories = Vec::new();
    let measures = ["activities", "network_memberships", "goals_with_indicator"];
    for measure in measures {
        let withheld = country.release(measure, 201).await;
        assert_eq!(withheld["state"], "withheld", "{measure}");
        let path = format!("/api/v1/releases/{}/history", withheld["id"].as_str().unwrap());
        let mut history = country.analyst().get(&path).await.ok().json;
        let step = &mut history["items"][0];
        for name in ["position", "recorded_at", "actor_id"] {
            step[name] = Value::Null;
        }
        let changes = step["changes"].as_array_mut().unwrap();
        changes
            .retain(|change| !["id", "measure", "released_at"].contains(&change["field"].as_str().unwrap_or_default()));
        histories.push(history.to_string());
        answers.push(told(withheld).to_string());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert!(
        histories.iter().all(|history| *history == histories[0]),
        "{histories:#?}"
    );
    assert!(answers[0].contains("Not shown"), "{}", answers[0]);
    let file = country.analyst().get("/api/v1/aggregates?format=csv").await.ok();
    let file = String::from_utf8(file.body).unwrap();
    let lines: Vec<String> = file
        .lines()
        .skip(1)
        .map(|line| {
            measures
                .iter()
                .fold(line.to_owned(), |line, measure| line.replace(measure, ""))
        })
        .map(|line| line.split_once(',').unwrap().1.to_owned())
        .collect();
    assert!(lines.len() == 3 && lines.iter().all(|line| *line == lines[0]), "{file}");
    // The ledger itself keeps no reason either.
    let kinds =
        "SELECT count(DISTINCT (outcome, value, coverage, parameters, pattern_id)) AS count FROM reporting.releases";
    assert_eq!(world.count(kinds).await, 1);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withheld_figure_stays_withheld_whoever_joins() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4]).await;
    let withheld = country.release("activities", 201).await;
    assert_eq!(withheld["state"], "withheld", "four are too few");
    let late = country.member(6, 3, "10").await;
    country.give(&country.gift(&late, "activities")).await;
    world.settle().await;
    assert_eq!(country.release("activities", 200).await, withheld);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_authority_of_one_municipality_counts_with_it() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let givers = country.giving(&[3, 4, 3, 4]).await;
    let authority = country.authority(&[&givers[0].0]).await;
    country.activity(&authority, "10").await;
    country.give(&country.gift(&authority, "activities")).await;
    world.settle().await;
    // Five organisations, four holdings.
    assert_eq!(country.release("activities", 201).await["state"], "withheld");
    let joint = country.authority(&[&givers[0].0, &givers[1].0]).await;
    for _ in 0..3 {
        country.activity(&joint, "10").await;
    }
    country.give(&country.gift(&joint, "activities")).await;
    world.settle().await;
    assert_eq!(country.release("participants", 201).await["cell"]["value"], "180");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiver_lets_a_figure_be_shown_that_one_dominates() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let givers = country.giving(&[30, 4, 4, 4, 4]).await;
    let waived = Gift {
        waiver: true,
        terms_version: 2,
        ..givers[0].1.clone()
    };
    country.give(&waived).await;
    world.settle().await;
    let released = country.release("activities", 201).await;
    assert_eq!(released["cell"]["value"], "46");
    let noted = format!(
        "SELECT terms_version AS count FROM reporting.release_members WHERE agreement_id = '{}'",
        waived.id
    );
    assert_eq!(world.count(&noted).await, 2, "the version of consent that counted");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sub_region_has_its_own_figure_and_nobody_gets_the_rest_by_subtraction() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let sub_region = Uuid::now_v7();
    country.viewer(sub_region, "sub_region", 4).await;
    let givers = country.giving(&[3, 4, 3, 4, 5]).await;
    for (member, _) in &givers[..4] {
        let gift = Gift {
            viewer: sub_region,
            ..country.gift(member, "activities")
        };
        country.give(&gift).await;
    }
    world.settle().await;
    let analyst = country.analyst_of(sub_region);
    let released = release(&analyst, "activities", 201).await;
    assert_eq!(released["cell"]["value"], "14", "{released}");
    // The country without the sub-region is the fifth alone.
    assert_eq!(country.release("activities", 201).await["state"], "withheld");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_the_same_members_the_same_figure_is_released_whoever_asks() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let other = Uuid::now_v7();
    country.viewer(other, "region", 0).await;
    let givers = country.giving(&[3, 4, 3, 4, 3]).await;
    for (member, _) in &givers {
        let gift = Gift {
            viewer: other,
            ..country.gift(member, "activities")
        };
        country.give(&gift).await;
    }
    world.settle().await;
    country.release("activities", 201).await;
    country.activity(&givers[0].0, "10").await;
    world.settle().await;
    let theirs = release(&country.analyst_of(other), "activities", 201).await;
    assert_eq!(
        theirs["cell"]["value"], "17",
        "18 would tell what the first one corrected"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_to_one_viewer_alone_is_in_no_figure_of_another() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let other = Uuid::now_v7();
    country.viewer(other, "region", 0).await;
    let givers = country.giving(&[3, 4, 3, 4, 3]).await;
    // It counts with its owner, so both viewers have the same holdings.
    let authority = country.authority(&[&givers[0].0]).await;
    country.activity(&authority, "10").await;
    country.give(&country.gift(&authority, "activities")).await;
    for (member, _) in &givers {
        let gift = Gift {
            viewer: other,
            ..country.gift(member, "activities")
        };
        country.give(&gift).await;
    }
    world.settle().await;
    assert_eq!(country.release("activities", 201).await["cell"]["value"], "18");
    let theirs = release(&country.analyst_of(other), "activities", 201).await;
    assert_eq!(
        theirs["state"], "withheld",
        "18 holds what was not given to them, and 17 beside it would tell what the authority has"
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_waits_for_what_was_written_before_it_was_asked_for() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    for n in 1..=5 {
        let member = country.member(n, 3, "10").await;
        country.give(&country.gift(&member, "activities")).await;
    }
    // Nobody has waited until it was heard of.
    assert_eq!(country.release("activities", 201).await["cell"]["value"], "15");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_one_of_a_sub_region_is_missing_its_figure_is_withheld() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let sub_region = Uuid::now_v7();
    country.viewer(sub_region, "sub_region", 5).await;
    let givers = country.giving(&[3, 4, 3, 4]).await;
    for (member, _) in &givers {
        let gift = Gift {
            viewer: sub_region,
            ..country.gift(member, "activities")
        };
        country.give(&gift).await;
    }
    world.settle().await;
    let analyst = country.analyst_of(sub_region);
    assert_eq!(release(&analyst, "activities", 201).await["state"], "withheld");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_withdrawn_whole_and_is_not_made_again() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4, 3]).await;
    let released = country.release("activities", 201).await;
    let path = format!("/api/v1/releases/{}", released["id"].as_str().unwrap());
    let analyst = country.analyst();
    analyst
        .act(&format!("{path}/withdraw"), 7)
        .await
        .problem(412, "stale_version");
    let withdrawn = analyst.act(&format!("{path}/withdraw"), 1).await.ok().json;
    assert_eq!(
        (&withdrawn["state"], &withdrawn["version"]),
        (&json!("withdrawn"), &json!(2))
    );
    assert_eq!(withdrawn["cell"]["value"], Value::Null);
    analyst
        .act(&format!("{path}/withdraw"), 2)
        .await
        .problem(409, "already_withdrawn");
    assert_eq!(country.release("activities", 200).await, withdrawn);
    assert_eq!(national(&country, "activities").await["value"], Value::Null);
    // Nowhere is the figure left for who reads: not in the history either.
    let history = analyst.get(&format!("{path}/history")).await.ok();
    assert_eq!(history.items().len(), 2);
    assert!(!String::from_utf8(history.body).unwrap().contains("\"17\""));
    let withheld = country.release("goals_with_indicator", 201).await;
    assert_eq!(withheld["state"], "withheld");
    let other = format!("/api/v1/releases/{}/withdraw", withheld["id"].as_str().unwrap());
    analyst.act(&other, 1).await.problem(409, "nothing_released");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_refuses_to_change_the_ledger_whoever_asks() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4, 3]).await;
    let released = country.release("activities", 201).await;
    let path = format!("/api/v1/releases/{}/withdraw", released["id"].as_str().unwrap());
    country.analyst().act(&path, 1).await.ok();
    for (table, column) in [
        ("releases", "period"),
        ("release_members", "terms_version"),
        ("release_withdrawals", "tenant_id"),
    ] {
        for change in [
            format!("UPDATE reporting.{table} SET {column} = {column}"),
            format!("DELETE FROM reporting.{table}"),
            format!("TRUNCATE reporting.{table} CASCADE"),
        ] {
            let refused = world.sql(&change).await.unwrap_err().to_string();
            assert!(refused.contains("append only"), "{change}: {refused}");
        }
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_fresh_proof_of_an_analyst_releases_and_only_for_a_year_that_is_over() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4, 3]).await;
    let asked = json!({"measure": "activities", "period": YEAR});
    let stale = world.person_of(country.association, Role::Analyst, None);
    stale
        .post("/api/v1/releases", asked.clone())
        .await
        .problem(403, "step_up_required");
    let planner = world.proven_person_of(country.association, Role::Planner);
    planner
        .post("/api/v1/releases", asked.clone())
        .await
        .problem(403, "not_allowed");
    let municipal = world.proven_person_of(world.tenant, Role::Analyst);
    municipal
        .post("/api/v1/releases", asked)
        .await
        .problem(409, "no_audience");
    let analyst = country.analyst();
    let running = json!({"measure": "activities", "period": world.clock.today("Europe/Helsinki").year()});
    let refused = analyst.post("/api/v1/releases", running).await.problem(422, "invalid");
    assert_eq!(refused.json["errors"][0]["code"], "period_open");
    let unknown = json!({"measure": "inhabitants", "period": YEAR});
    analyst.post("/api/v1/releases", unknown).await.expect(422);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_ask_at_once_get_one_release() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 4, 3, 4, 3]).await;
    let analyst = country.analyst();
    let asked = || analyst.post("/api/v1/releases", json!({"measure": "activities", "period": YEAR}));
    let (one, other, third) = tokio::join!(asked(), asked(), asked());
    let mut codes = [&one, &other, &third].map(|answer| answer.status.as_u16());
    codes.sort_unstable();
    assert_eq!(codes, [200, 200, 201]);
    assert!(one.body == other.body && other.body == third.body);
    world.stop().await;
}
