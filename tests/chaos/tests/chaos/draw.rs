//! What chance decides, from one number that is printed: the same number draws the same victims and commands again.

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};

pub fn seeded(seed: u64, of_whom: u64) -> StdRng {
    StdRng::seed_from_u64(seed ^ of_whom.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The victims of all rounds. In twenty rounds each service, each server dies at least twice, and each process once.
pub fn deck(victims: &[String], rounds: usize, random: &mut StdRng) -> Vec<String> {
    let mut drawn: Vec<String> = Vec::new();
    while drawn.len() < rounds {
        let mut hand = victims.to_vec();
        hand.shuffle(random);
        drawn.extend(hand);
    }
    drawn.truncate(rounds);
    drawn
}

/// How long a victim stays away: mostly as long as a supervisor takes to notice. A server may be gone for longer than a
/// broker is patient with those who hand its messages back.
pub fn away(victim: &str, random: &mut StdRng) -> Duration {
    let long = matches!(victim, "postgres" | "rabbitmq") && random.random_bool(0.3);
    let milliseconds = if long { 11_000..15_000 } else { 0..2_500 };
    Duration::from_millis(random.random_range(milliseconds))
}
