//! The database is taken back to a second chosen at random, row by row; and whoever was erased since is erased again.

use std::time::Duration;

use kit::{Client, PASSWORD};
use rand::RngExt as _;
use serde_json::json;

use crate::{checker::Checker, crowd::Crowd, draw::seeded, installation::Installation};

/// Nobody commits anything for so long on either side of the moment.
const STILL: Duration = Duration::from_millis(1_500);

/// A moment in the middle of the work, and what every table held then. Our processes stand still around it, so that what is
/// counted is what was committed by then, and nothing else.
async fn moment(installation: &Installation, inventory: &str) -> String {
    installation.act(&["freeze"]);
    tokio::time::sleep(STILL).await;
    let moment = installation.ask("SELECT clock_timestamp()");
    let told = installation.act(&["inventory", inventory]);
    tokio::time::sleep(STILL).await;
    installation.act(&["thaw"]);
    println!("at {moment} there were {told}");
    moment
}

/// Tables that hold a text.
fn holding(installation: &Installation, text: &str) -> Vec<String> {
    let tables = installation.ask(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
         WHERE schemaname IN ('tenants', 'goals', 'projects', 'reporting')",
    );
    let each: Vec<String> = tables
        .lines()
        .map(|table| {
            format!("SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table} t WHERE position('{text}' IN t::text) > 0)")
        })
        .collect();
    let found = installation.ask(&each.join(" UNION ALL "));
    found.lines().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes an installation back in time: make restore"]
async fn a_second_chosen_at_random_comes_back_row_by_row_and_whoever_was_erased_since_stays_erased() {
    let installation = Installation::of_the_environment();
    let seed = installation.seed;
    let mut random = seeded(seed, 0);
    println!("restore: {}, SEED={seed}", installation.way.code());
    let mut crowd = Crowd::gather(&installation, "Before town").await;
    let leaver = crowd.towns[0].tenant.planner().await;
    let leaver = leaver.get("/api/v1/people/me").await.ok().json;
    let email = leaver["email"].as_str().unwrap().to_owned();
    installation.settle("before the backup").await;
    println!("backed up: {}", installation.run("backup", &[]));

    let inventory = installation.file("inventory.json");
    let work = crowd.work(1, seed);
    work.for_a_while(random.random_range(1_000..8_000)).await;
    let moment = moment(&installation, &inventory).await;
    work.goes_on("after the moment").await;
    work.for_a_while(random.random_range(1_000..4_000)).await;
    let done = work.stop().await.len();
    installation.settle("after the work").await;
    let operator = &crowd.operator;
    operator
        .post("/api/v1/people/erasures", json!({ "email": email }))
        .await
        .ok();
    assert_eq!(holding(&installation, &email), Vec::<String>::new());

    // The restore itself holds the copy against the inventory, before anything is started.
    println!(
        "{done} commands; {}",
        installation.run("restore", &[&moment, &inventory])
    );
    installation.start("postgres");
    assert!(
        holding(&installation, &email).contains(&"tenants.people".to_owned()),
        "the person was not even there"
    );
    installation.act(&["resume"]);
    assert_eq!(
        holding(&installation, &email),
        Vec::<String>::new(),
        "whoever was erased is back"
    );
    let erased = format!(
        "SELECT count(*) FROM tenants.erasures WHERE person_id = '{}'",
        leaver["id"].as_str().unwrap()
    );
    assert_eq!(installation.ask(&erased), "1");
    let visitor = Client::at(&installation.base);
    let signing_in = json!({"email": email, "password": PASSWORD});
    visitor
        .post("/api/v1/sessions", signing_in)
        .await
        .assert_problem(401, "wrong_credentials");

    // And it goes on from there, as if nothing had come between.
    installation.settle("after the restore").await;
    let mut crowd = Crowd::gather(&installation, "After town").await;
    let work = crowd.work(2, seed);
    work.for_a_while(2_000).await;
    let done = work.stop().await;
    installation.settle("at the end").await;
    println!(
        "{}",
        Checker::new(&installation)
            .check(&crowd, done, "nobody", "after the restore")
            .await
    );
    assert_eq!(installation.left_in_queues().await, Vec::<String>::new());
    println!("{}", installation.act(&["verify"]));
}
