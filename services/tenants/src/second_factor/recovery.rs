//! Recovery codes: ten, told once, kept as hashes, each good for one time.

use jiff::Timestamp;
use rand::Rng as _;

use crate::{person::PersonId, secret};

/// How many there are at once.
const MANY: usize = 10;
/// Letters of a code; each carries five bits.
const LENGTH: usize = 16;
/// How many letters stand together.
const GROUP: usize = 4;
/// No letter that could be read as another: neither `i`, `l` nor `o`; `u` is left out so that no words appear.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A code as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode(String);

/// A code as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

impl RecoveryCode {
    pub fn fresh() -> Self {
        let mut bytes = [0_u8; LENGTH];
        rand::rng().fill_bytes(&mut bytes);
        let letter = |byte: u8| LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'0');
        Self(bytes.into_iter().map(|byte| char::from(letter(byte))).collect())
    }

    /// As many as somebody gets.
    pub fn set() -> Vec<Self> {
        std::iter::repeat_with(Self::fresh).take(MANY).collect()
    }

    /// What somebody typed, if it could be one: however it is spaced, and whatever was read for what.
    pub fn typed(text: &str) -> Option<Self> {
        let letters: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .map(|letter| match letter.to_ascii_lowercase() {
                'i' | 'l' => '1',
                'o' => '0',
                other => other,
            })
            .collect();
        let known = |letter: char| u8::try_from(letter).is_ok_and(|byte| LETTERS.contains(&byte));
        (letters.len() == LENGTH && letters.chars().all(known)).then_some(Self(letters))
    }

    /// As it is shown: `k7m2-p9qx-4tnd-0hs3`.
    pub fn shown(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
        groups.join("-")
    }

    /// What is kept of it. Eighty random bits need no slow hash.
    pub fn hash(&self, person_id: PersonId) -> Vec<u8> {
        secret::hash(&format!("recovery code of {person_id}: {}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    #[test]
    fn there_are_ten_and_no_two_are_alike() {
        let shown: BTreeSet<String> = RecoveryCode::set().iter().map(RecoveryCode::shown).collect();
        assert_eq!(shown.len(), 10);
        assert!(
            shown
                .iter()
                .all(|code| code.len() == 19 && code.matches('-').count() == 3)
        );
    }

    #[test]
    fn a_code_is_known_again_however_it_is_typed() {
        let code = RecoveryCode::fresh();
        let shown = code.shown();
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace('-', " "),
            shown.replace('0', "O").replace('1', "l"),
            format!(" {} ", shown.replace('-', "")),
        ] {
            assert_eq!(RecoveryCode::typed(&typed).as_ref(), Some(&code), "{typed}");
        }
        for other in [
            "287082",
            "",
            "k7m2-p9qx-4tnd",
            "k7m2-p9qx-4tnd-0hs!",
            "k7m2-p9qx-4tnd-0hsä",
        ] {
            assert_eq!(RecoveryCode::typed(other), None, "{other}");
        }
    }

    #[test]
    fn a_hash_is_of_one_person_and_shows_nothing_of_the_code() {
        let code = RecoveryCode::fresh();
        let (one, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        assert_eq!(code.hash(one), code.hash(one));
        assert_ne!(code.hash(one), code.hash(other));
    }
}
