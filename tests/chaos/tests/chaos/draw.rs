//! What chance decides, from one number that is printed: the same number draws the same victims and commands again.

use rand::{SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};

use crate::installation::Way;

pub fn seeded(seed: u64, of_whom: u64) -> StdRng {
    StdRng::seed_from_u64(seed ^ of_whom.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The victims of all rounds. In twenty rounds each service, each server dies at least twice, and each process once.
pub fn deck(way: Way, rounds: usize, random: &mut StdRng) -> Vec<&'static str> {
    let mut drawn: Vec<&'static str> = Vec::new();
    while drawn.len() < rounds {
        let mut hand = way.victims().to_vec();
        hand.shuffle(random);
        drawn.extend(hand);
    }
    drawn.truncate(rounds);
    drawn
}
