//! The demo equals what the source documents say: names, dates, sums and counts, and "at least" stays "at least". A
//! load that was stopped goes on, and a second load changes nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use kit::{Client, Suite};
use serde_json::{Value, json};
use suite::demo::{Demo, credentials::Credential, operator::Operator, whereabouts::Whereabouts};

const JOURNALS: &str = "SELECT (SELECT count(*) FROM tenants.journal) + (SELECT count(*) FROM goals.journal)
    + (SELECT count(*) FROM projects.journal) AS count";

const OPERATOR: (&str, &str) = ("operator@example.org", "a password for the operator");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_equals_its_sources_and_is_loaded_once() {
    let operator = [
        ("SAMVERKA_OPERATOR_EMAIL", OPERATOR.0),
        ("SAMVERKA_OPERATOR_PASSWORD", OPERATOR.1),
    ];
    let suite = Suite::start_with(&operator).await;
    let (demo, credentials) = demo(&suite);
    stopped_at_several_moments(&suite, &demo, &credentials).await;
    demo.load().await.unwrap();
    let first = (suite.database.count(JOURNALS).await, passwords(&credentials));

    let sources = Sources {
        suite: &suite,
        sign_ins: passwords(&credentials),
    };
    every_sign_in_signs_in(&sources).await;
    jyvaskyla(&sources).await;
    kuopio(&sources).await;
    suupohja(&sources).await;
    the_four_of_suupohja(&sources).await;
    upplands_vasby(&sources).await;
    associations(&sources).await;
    sharing(&sources).await;
    everybody(&sources).await;
    joint_figures(&sources).await;

    demo.load().await.unwrap();
    assert_eq!((suite.database.count(JOURNALS).await, passwords(&credentials)), first);
    fs::remove_file(&credentials).unwrap();
    let told = format!("{:#}", demo.load().await.unwrap_err());
    assert!(told.contains("Put the file back"), "{told}");
    fs::remove_file(&credentials).unwrap();
    suite.stop().await;
}

fn demo(suite: &Suite) -> (Demo, PathBuf) {
    let (email, password) = OPERATOR;
    let operator = Operator {
        whereabouts: Whereabouts::at(&suite.base),
        code: None,
        email: email.to_owned(),
        password: password.into(),
    };
    let name = format!("samverka-demo-{}.json", suite::demo::credentials::random_password());
    let credentials = std::env::temp_dir().join(name);
    (Demo::new(operator, credentials.clone()), credentials)
}

fn passwords(path: &Path) -> Vec<Credential> {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Stopped as by a closed laptop: after ever longer, and then at the moment that is hardest to come back from, between
/// an invitation's acceptance and the note that it was accepted.
async fn stopped_at_several_moments(suite: &Suite, demo: &Demo, credentials: &Path) {
    for moment in [200, 500, 1_000, 2_000] {
        drop(tokio::time::timeout(Duration::from_millis(moment), demo.load()).await);
        demo.stop().await;
    }
    for _ in 0..50 {
        tokio::select! {
            loaded = demo.load() => panic!("the load came to its end before it was stopped: {loaded:?}"),
            () = until_accepted_unnoted(suite, credentials) => {}
        }
        demo.stop().await;
        if accepted_unnoted(suite, credentials).await {
            return;
        }
    }
    panic!("no load was stopped between an acceptance and its note");
}

async fn until_accepted_unnoted(suite: &Suite, credentials: &Path) {
    while !accepted_unnoted(suite, credentials).await {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Whether an invitation was accepted of which the file still holds the token.
async fn accepted_unnoted(suite: &Suite, credentials: &Path) -> bool {
    let invited = passwords(credentials).into_iter().filter(|c| c.invitation.is_some());
    let addresses: Vec<String> = invited.map(|c| format!("'{}'", c.email)).collect();
    let sql = "SELECT count(*) FROM tenants.invitations WHERE state = 'accepted' AND email IN";
    !addresses.is_empty() && suite.database.count(&format!("{sql} ({})", addresses.join(", "))).await > 0
}

/// After a complete load, whatever happened before it, the file holds sign-ins and nothing that is still to be done.
async fn every_sign_in_signs_in(sources: &Sources<'_>) {
    assert!(sources.sign_ins.len() > 60, "{} sign-ins", sources.sign_ins.len());
    for sign_in in &sources.sign_ins {
        assert_eq!(sign_in.invitation, None, "{} of {}", sign_in.role, sign_in.organisation);
        let body = json!({ "email": sign_in.email, "password": sign_in.password });
        let session = sources
            .suite
            .visitor()
            .post("/api/v1/sessions", body)
            .await
            .created()
            .json;
        let organisations = session["organisations"].as_array().unwrap();
        let operates = sign_in.role == "operator";
        assert_eq!(organisations.is_empty(), operates, "{}: {session}", sign_in.email);
    }
}

/// The association released some figures of the year that is over, of which one is shown and one is not; the sub-region sees
/// the records of its four by name.
async fn joint_figures(sources: &Sources<'_>) {
    let analyst = sources.of("Kuntaliitto", "analyst").await;
    let figures = all(&analyst, "/api/v1/aggregates?period=2025").await;
    let of = |measure: &str| named(&figures, "/measure", measure);
    assert!(of("projects_under_way")["value"].is_string(), "{figures:?}");
    assert_eq!(of("eu_funding_granted_sek")["value"], Value::Null);
    assert!(
        of("eu_funding_granted_sek")["note"]["fi"]
            .as_str()
            .unwrap()
            .starts_with("Ei näytetä")
    );
    let sub_region = sources.of("Suupohja", "planner").await;
    let owners = sub_region.get("/api/v1/shared").await.ok().items();
    assert_eq!(owners.len(), 4, "{owners:?}");
    assert!(!all(&sub_region, "/api/v1/shared/projects").await.is_empty());
}

struct Sources<'a> {
    suite: &'a Suite,
    sign_ins: Vec<Credential>,
}

impl Sources<'_> {
    /// Somebody of an organisation, signed in.
    async fn of(&self, organisation: &str, role: &str) -> Client {
        let found = self
            .sign_ins
            .iter()
            .find(|c| c.organisation == organisation && c.role == role);
        let sign_in = found.unwrap_or_else(|| panic!("{organisation} has no {role}"));
        let visitor = self.suite.visitor();
        let body = json!({ "email": sign_in.email, "password": sign_in.password });
        let session = visitor.post("/api/v1/sessions", body).await.created().json;
        let organisation = session["organisations"][0]["id"].as_str().map(|id| id.parse().unwrap());
        visitor.with_session(&session, organisation).await
    }
}

async fn all(client: &Client, path: &str) -> Vec<Value> {
    let joint = if path.contains('?') { '&' } else { '?' };
    client.get(&format!("{path}{joint}limit=200")).await.ok().items()
}

/// The thing with this text in a field.
fn named<'a>(things: &'a [Value], pointer: &str, text: &str) -> &'a Value {
    let found = things.iter().find(|t| t.pointer(pointer).is_some_and(|v| v == text));
    found.unwrap_or_else(|| panic!("nothing has {pointer} {text:?} in {things:#?}"))
}

fn texts<'a>(things: &'a [Value], pointer: &str) -> Vec<&'a str> {
    let mut texts: Vec<&str> = things
        .iter()
        .filter_map(|t| t.pointer(pointer).and_then(Value::as_str))
        .collect();
    texts.sort_unstable();
    texts
}

async fn jyvaskyla(sources: &Sources<'_>) {
    let reader = sources.of("Jyväskylä", "reader").await;
    let city = reader.get("/api/v1/organisations/current").await.ok().json;
    assert_eq!(
        (&city["code"], &city["country"], &city["invented"]),
        (&json!("179"), &json!("FI"), &json!(false))
    );

    assert_eq!(
        texts(&all(&reader, "/api/v1/themes").await, "/name/en"),
        [
            "Development of project activity",
            "International talent",
            "Internationalisation of companies",
            "Internationality at home",
            "People who have immigrated",
        ]
    );
    let policies = all(&reader, "/api/v1/policies").await;
    let strategy = named(&policies, "/title/en", "City strategy of Jyväskylä");
    assert_eq!(
        strategy["vision"]["en"],
        "A growing and international city of education and culture"
    );
    assert_eq!(strategy["status"], "in_force");
    let adopted = named(strategy["steps"].as_array().unwrap(), "/to", "adopted");
    assert!(adopted["on"].as_str().unwrap().starts_with("2022-02"), "{adopted}");
    assert_eq!(adopted["decided_by"], "Kaupunginvaltuusto");

    let goals = all(&reader, "/api/v1/goals").await;
    let spearheads: Vec<Value> = goals.into_iter().filter(|g| g["level"] == "spearhead").collect();
    assert_eq!(
        texts(&spearheads, "/title/en"),
        [
            "Capital of sport",
            "Education and culture",
            "Resource wisdom",
            "Vitality"
        ]
    );
    assert_eq!(all(&reader, "/api/v1/assignments").await.len(), spearheads.len());
    named(
        &all(&reader, "/api/v1/units").await,
        "/name/en",
        "International Jyväskylä",
    );

    let activities = all(&reader, "/api/v1/activities").await;
    let exchange = named(&activities, "/title/en", "Staff exchange");
    assert_eq!(exchange["duration"], json!({ "value": "20", "exactness": "at_least" }));
    assert_eq!(exchange["participants"][0]["group"], "employees");
    assert_eq!(
        exchange["participants"][0]["count"],
        json!({ "value": "60", "exactness": "at_least" })
    );
    named(&activities, "/title/en", "Benchmarking: storm-water management");
    named(&activities, "/title/en", "Benchmarking: children's mobility");
    assert_eq!(
        named(&activities, "/title/en", "Business rally in English")["languages"],
        json!(["en"])
    );
}

async fn kuopio(sources: &Sources<'_>) {
    let reader = sources.of("Kuopio", "reader").await;
    assert_eq!(
        reader.get("/api/v1/organisations/current").await.ok().json["code"],
        "297"
    );
    let goals = all(&reader, "/api/v1/goals").await;
    let internationality = named(&goals, "/title/en", "Internationality");
    assert_eq!(internationality["cross_cutting"], true);
    assert_eq!(internationality["period"]["to"], "2030-12-31");

    let units = all(&reader, "/api/v1/units").await;
    let networks = all(&reader, "/api/v1/networks").await;
    let memberships = all(&reader, "/api/v1/network-memberships").await;
    let who = named(&networks, "/name/en", "WHO European Healthy Cities");
    assert_eq!(who["size"], json!({ "value": "100", "exactness": "exact" }));
    let contacts = [
        ("WHO European Healthy Cities", "Service area for wellbeing promotion"),
        ("ICLEI", "Service area for urban environment"),
    ];
    for (network, unit) in contacts {
        let network = named(&networks, "/name/en", network);
        let membership = named(&memberships, "/network_id", network["id"].as_str().unwrap());
        assert_eq!(membership["accountable_unit_id"], named(&units, "/name/en", unit)["id"]);
    }
    let xarxa = named(&networks, "/name/en", "XARXA FP");
    let membership = named(&memberships, "/network_id", xarxa["id"].as_str().unwrap());
    assert_eq!(membership["outside_organisation"], "Savon koulutuskuntayhtymä");
    let office = named(&networks, "/name/en", "Joint EU office of Eastern and Northern Finland");
    assert_eq!(office["kind"], "representation_office");
    assert_eq!(networks.len(), 4);
}

async fn suupohja(sources: &Sources<'_>) {
    let reader = sources.of("Suupohja", "reader").await;
    let region = reader.get("/api/v1/organisations/current").await.ok().json;
    assert_eq!(region["kind"], "sub_region");
    assert_eq!(region["members"], json!(["232", "846", "151", "218"]));
    let units = all(&reader, "/api/v1/units").await;
    let coordinator = named(&units, "/short_name", "SEK");
    assert_eq!(coordinator["kind"], "company");

    let policies = all(&reader, "/api/v1/policies").await;
    let strategy = named(&policies, "/title/en", "Sub-regional strategy of Suupohja");
    let adopted = named(strategy["steps"].as_array().unwrap(), "/to", "adopted");
    assert!(adopted["on"].as_str().unwrap().starts_with("2016"), "{adopted}");

    let projects = all(&reader, "/api/v1/projects").await;
    let project = named(&projects, "/title/en", "Leading the vitality of Suupohja");
    assert_eq!(project["period"], json!({ "from": "2017-01-01", "to": "2018-12-31" }));
    assert_eq!(
        project["total_cost"],
        json!({ "amount": "100000.00", "currency": "EUR" })
    );
    assert_eq!(
        (&project["funder"], &project["role"]),
        (&json!("TEKES"), &json!("lead"))
    );
    assert_eq!(project["owner_unit_id"], coordinator["id"]);
    assert_eq!(project["status"], "ended");
    let packages = project["work_packages"].as_array().unwrap();
    assert_eq!(
        packages
            .iter()
            .map(|p| p["title"]["en"].as_str().unwrap())
            .collect::<Vec<_>>(),
        [
            "Develop the leadership of sub-regional cooperation",
            "Start and develop cooperation on different levels",
            "Create a set of vitality indicators",
        ]
    );
    let partners = all(&reader, "/api/v1/partners").await;
    for municipality in ["Kauhajoki", "Teuva", "Isojoki", "Karijoki"] {
        let id = &named(&partners, "/name", municipality)["id"];
        assert!(
            project["partners"]
                .as_array()
                .unwrap()
                .iter()
                .any(|p| p["partner_id"] == *id),
            "{municipality}"
        );
    }
    let applications = all(&reader, "/api/v1/applications").await;
    assert_eq!((applications.len(), &applications[0]["state"]), (1, &json!("closed")));
}

async fn the_four_of_suupohja(sources: &Sources<'_>) {
    for (name, code) in [
        ("Kauhajoki", "232"),
        ("Teuva", "846"),
        ("Isojoki", "151"),
        ("Karijoki", "218"),
    ] {
        let elected = sources.of(name, "elected").await;
        assert_eq!(
            elected.get("/api/v1/organisations/current").await.ok().json["code"],
            code
        );
        let places = all(&elected, &format!("/api/v1/geography?country=FI&code={code}")).await;
        assert_eq!(
            (&places[0]["name"]["fi"], &places[0]["parent_code"]),
            (&json!(name), &json!("SUUPOHJA"))
        );
        let projects = all(&elected, "/api/v1/projects").await;
        assert_eq!(
            named(&projects, "/title/en", "Leading the vitality of Suupohja")["role"],
            "partner"
        );
    }
}

async fn upplands_vasby(sources: &Sources<'_>) {
    let reader = sources.of("Upplands Väsby", "reader").await;
    let municipality = reader.get("/api/v1/organisations/current").await.ok().json;
    assert_eq!(
        (&municipality["code"], &municipality["country"]),
        (&json!("0114"), &json!("SE"))
    );
    let units = all(&reader, "/api/v1/units").await;
    let consulted = units
        .iter()
        .filter(|u| !["KF", "KS", "KLK"].contains(&u["short_name"].as_str().unwrap()));
    assert_eq!(consulted.count(), 10);
    assert_eq!(named(&units, "/name/en", "Housing company")["kind"], "company");
    assert_eq!(
        texts(&all(&reader, "/api/v1/themes").await, "/name/en"),
        [
            "Lifelong learning",
            "Social issues",
            "Sustainable urban development",
            "Work and sustainable growth"
        ]
    );

    let policies = all(&reader, "/api/v1/policies").await;
    let policy = named(&policies, "/title/en", "Policy for international contacts");
    assert_eq!(
        (&policy["case_number"], &policy["status"]),
        (&json!("KS/2009:167"), &json!("proposed"))
    );
    assert_eq!(
        named(policy["steps"].as_array().unwrap(), "/to", "proposed")["on"],
        "2010-04-06"
    );
    let sections = policy["sections"].as_array().unwrap();
    let replies = sections
        .iter()
        .filter(|s| s["heading"]["en"].as_str().unwrap().starts_with("Reply: "));
    assert_eq!(replies.count(), 8);

    let goals = all(&reader, "/api/v1/goals").await;
    let for_all = named(
        &goals,
        "/title/en",
        "All units describe every year how international work develops their operations",
    );
    assert_eq!(
        (&for_all["cross_cutting"], &for_all["to_be_measured"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(for_all["policy"]["id"], policy["id"]);
    let indicators = all(&reader, "/api/v1/indicators").await;
    assert_eq!(
        texts(&indicators, "/denominator/en"),
        ["All pupils of compulsory school", "All upper-secondary pupils"]
    );
    for indicator in &indicators {
        assert_eq!(
            (&indicator["kind"], &indicator["targets"][0]["value"]),
            (&json!("ratio"), &json!("100"))
        );
    }
    let board = reader.get("/api/v1/statements/board?year=2026").await.ok().json;
    assert_eq!(board["missing"].as_array().unwrap().len(), 10, "{board}");
}

async fn associations(sources: &Sources<'_>) {
    let analyst = sources.of("Kuntaliitto", "analyst").await;
    assert_eq!(
        analyst.get("/api/v1/organisations/current").await.ok().json["kind"],
        "association"
    );
    let taxonomies = all(&analyst, "/api/v1/taxonomies").await;
    assert_eq!(named(&taxonomies, "/key", "impact")["shared"], true);
    let activities = all(&analyst, "/api/v1/activities").await;
    let report = named(
        &activities,
        "/title/en",
        "Report on impactful international activity: co-development",
    );
    assert!(report["period"]["from"].as_str().unwrap().starts_with("2021"));
    let swedish = sources.of("Kommunerna i samverkan", "analyst").await;
    assert_eq!(
        swedish.get("/api/v1/organisations/current").await.ok().json["country"],
        "SE"
    );
}

/// The four of Suupohja steer together by name, and the associations see their countries in totals.
async fn sharing(sources: &Sources<'_>) {
    let coordinator = sources.of("Suupohja", "planner").await;
    let given = all(&coordinator, "/api/v1/sharing-agreements?side=viewer&level=named").await;
    assert_eq!(given.len(), 16);
    for owner in ["Isojoki", "Karijoki", "Kauhajoki", "Teuva"] {
        let own: Vec<Value> = given
            .iter()
            .filter(|a| a["owner_name"]["fi"] == owner)
            .cloned()
            .collect();
        assert_eq!(
            texts(&own, "/dataset"),
            ["activities", "goals", "networks", "projects"],
            "{owner}"
        );
    }
    assert_eq!(
        all(&coordinator, "/api/v1/sharing-agreements?side=owner").await.len(),
        8
    );
    let analyst = sources.of("Kuntaliitto", "analyst").await;
    for dataset in ["projects", "networks", "activities"] {
        let query = format!("/api/v1/sharing-agreements?side=viewer&level=aggregate&state=in_force&dataset={dataset}");
        let totals = all(&analyst, &query).await;
        assert_eq!(totals.len(), 18, "{dataset}");
        let decided = totals
            .iter()
            .all(|a| a["decision"]["decided_on"].as_str() <= a["valid_from"].as_str());
        assert!(decided, "{totals:#?}");
    }
    let swedish = sources.of("Kommunerna i samverkan", "analyst").await;
    assert_eq!(all(&swedish, "/api/v1/sharing-agreements?side=viewer").await.len(), 39);
}

async fn everybody(sources: &Sources<'_>) {
    let operator = sources.suite.visitor().signed_in(OPERATOR.0, OPERATOR.1, None).await;
    let organisations = all(&operator, "/api/v1/organisations").await;
    let municipalities: Vec<&Value> = organisations.iter().filter(|o| o["kind"] == "municipality").collect();
    assert_eq!(municipalities.len(), 7 + 24);
    for country in ["FI", "SE"] {
        let invented = municipalities
            .iter()
            .filter(|o| o["country"] == country && o["invented"] == true);
        assert_eq!(invented.count(), 12, "{country}");
    }
    for role in [
        "admin",
        "planner",
        "contributor",
        "controller",
        "registrar",
        "reader",
        "elected",
        "auditor",
        "analyst",
    ] {
        assert!(
            sources.sign_ins.iter().any(|c| c.role == role),
            "nobody signs in as {role}"
        );
    }
    let programmes = all(&operator, "/api/v1/programmes").await;
    assert_eq!(named(&programmes, "/code", "2021TC16FFIR001")["code_verified"], true);
}
