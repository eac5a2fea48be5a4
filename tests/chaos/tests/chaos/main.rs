//! Processes are killed, taken back in time or replaced while commands run; then what came of every command is held against
//! what was answered.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "the installation comes from the environment, its rounds are told as they go, and a test that cannot go on stops"
)]

mod checker;
mod command;
mod crowd;
mod draw;
mod installation;
mod kinds;
mod ledger;
mod readers;
mod restore;
mod upgrade;
mod worker;

use rand::RngExt as _;

use crate::{
    checker::Checker,
    crowd::Crowd,
    draw::{away, deck, seeded},
    installation::Installation,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes an installation apart: make chaos"]
async fn whatever_is_killed_what_was_acknowledged_is_there_once_and_what_was_refused_never() {
    let installation = Installation::of_the_environment();
    let (seed, rounds) = (installation.seed, installation.rounds);
    println!("chaos: {} rounds of {}, SEED={seed}", rounds, installation.way.code());
    let mut random = seeded(seed, 0);
    let mut crowd = Crowd::gather(&installation, "Chaos town").await;
    installation.settle("before the first round").await;
    let mut checker = Checker::new(&installation);
    for (round, victim) in (1..).zip(deck(&installation.victims, rounds, &mut random)) {
        let down = away(&victim, &mut random);
        let place = format!("SEED={seed} round {round} of {rounds}, victim {victim}, away for {down:?}");
        crowd.renew().await;
        let work = crowd.work(round, seed);
        work.for_a_while(random.random_range(300..1_200)).await;
        installation.kill(&victim);
        tokio::time::sleep(down).await;
        installation.start(&victim);
        work.goes_on(&place).await;
        work.for_a_while(random.random_range(200..800)).await;
        let done = work.stop().await;
        let settled = installation.settle(&place).await;
        let told = checker.check(&crowd, done, &victim, &place).await;
        println!("round {round:3}: {victim:15} away for {down:>7.1?}, settled after {settled:>7.1?}: {told}");
    }
    checker.finish(&crowd).await;
}
