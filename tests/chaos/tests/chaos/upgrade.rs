//! The version before is replaced by this one while people read and write: nobody is not answered.

use std::time::Duration;

use crate::{checker::Checker, crowd::Crowd, installation::Installation, readers::Readers};

/// How long each stage lasts beside what it takes.
const STAGE: Duration = Duration::from_secs(4);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "replaces the version before in an installation: make upgrade"]
async fn this_version_takes_the_place_of_the_one_before_and_no_request_fails() {
    let installation = Installation::of_the_environment();
    let seed = installation.seed;
    println!("upgrade: SEED={seed}");
    let mut crowd = Crowd::gather(&installation, "Upgrade town").await;
    installation.settle("before the upgrade").await;
    let readers = Readers::of(&crowd);
    let work = crowd.work(1, seed);
    tokio::time::sleep(STAGE).await;
    for stage in ["migrate", "beside", "share", "move", "leave"] {
        let told = installation.run("upgrade", &[stage]);
        println!("{stage}: {told}");
        work.renew().await;
        work.goes_on(stage).await;
        tokio::time::sleep(STAGE).await;
    }
    let done = work.stop().await;
    let read = readers.stop().await;
    assert!(
        read.faults.is_empty(),
        "SEED={seed}: {} readers were not answered\n{}",
        read.faults.len(),
        read.faults.join("\n")
    );
    installation.settle("after the upgrade").await;
    crowd.renew().await;
    let mut checker = Checker::new(&installation);
    let told = checker
        .check(&crowd, done, "nobody", &format!("SEED={seed}, upgrade"))
        .await;
    println!("{told}; {} answers to readers", read.answered);
    checker.finish(&crowd).await;
}
