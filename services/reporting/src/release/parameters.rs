//! By which parameters figures are judged. What must stay secret is drawn from the master key, which lies outside the
//! database, once for each installation: neither a dump nor an answer holds it.

use platform::{codes, config::MasterKey};
use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};

codes! {
    /// Whom a figure is released to.
    pub enum Audience as ReleaseAudience { Association = "association", SubRegion = "sub_region" }
}

impl Audience {
    /// What kind of organisation has figures released to it. A region sees as many as an association, not as few as four.
    pub fn of(kind: &str) -> Option<Self> {
        match kind {
            "association" | "region" => Some(Self::Association),
            "sub_region" => Some(Self::SubRegion),
            _ => None,
        }
    }
}

/// One version of the parameters for one audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    pub version: i32,
    /// The fewest that may be in a figure; this one is public.
    pub fewest: usize,
    /// How many others may put together what they know.
    pub coalition: usize,
    /// Within how many per cent nobody may be pinned down.
    pub percent: Decimal,
}

impl Parameters {
    /// Whether what passes by these passes by the others too.
    pub fn are_as_strict_as(&self, other: &Self) -> bool {
        self.fewest >= other.fewest && self.coalition >= other.coalition && self.percent >= other.percent
    }
}

/// The parameters of this installation.
#[derive(Clone, Debug)]
pub struct Disclosure {
    association: Parameters,
    sub_region: Parameters,
}

/// The drawing below. Another one is another version: a release notes the one it was judged by.
const VERSION: i32 = 1;

impl Disclosure {
    pub fn of(master: &MasterKey) -> Self {
        let parameters = |audience: Audience, fewest, coalition| Parameters {
            version: VERSION,
            fewest,
            coalition,
            percent: drawn(master, audience),
        };
        Self {
            association: parameters(Audience::Association, 5, 2),
            sub_region: parameters(Audience::SubRegion, 4, 1),
        }
    }

    pub fn for_audience(&self, audience: Audience) -> Parameters {
        match audience {
            Audience::Association => self.association,
            Audience::SubRegion => self.sub_region,
        }
    }

    /// The strictest of both, for what follows from figures of several viewers.
    pub fn for_everybody(&self) -> Parameters {
        let (one, other) = (self.association, self.sub_region);
        Parameters {
            version: one.version.max(other.version),
            fewest: one.fewest.max(other.fewest),
            coalition: one.coalition.max(other.coalition),
            percent: one.percent.max(other.percent),
        }
    }
}

/// From 8.0 to 12.0 per cent, in steps of a tenth.
fn drawn(master: &MasterKey, audience: Audience) -> Decimal {
    let mut derived = Sha256::new();
    derived.update(b"samverka disclosure v1\0");
    derived.update(audience.code());
    derived.update(b"\0");
    derived.update(master.bytes());
    let digest: [u8; 32] = derived.finalize().into();
    let number = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    Decimal::new(80, 1) + Decimal::new(i64::try_from(number % 41).unwrap_or_default(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use platform::config::{Settings, key};

    fn disclosure(byte: u8) -> Disclosure {
        let value = ("KEY".to_owned(), STANDARD.encode([byte; 32]));
        Disclosure::of(&key(&mut Settings::from_values([value]), "KEY"))
    }

    #[test]
    fn each_installation_draws_its_own_percentage_once_within_the_range() {
        let drawn = |byte| disclosure(byte).for_audience(Audience::Association).percent;
        let all: std::collections::BTreeSet<Decimal> = (0..=255).map(drawn).collect();
        assert!(all.len() > 20, "{all:?}");
        assert!(all.iter().all(|p| (Decimal::from(8)..=Decimal::from(12)).contains(p)));
        assert_eq!(drawn(7), drawn(7));
    }

    #[test]
    fn what_concerns_several_viewers_is_judged_by_the_strictest() {
        let strictest = disclosure(7).for_everybody();
        assert_eq!((strictest.fewest, strictest.coalition), (5, 2));
    }
}
