//! What is true of a second factor.

use jiff::{SignedDuration, Timestamp};
use platform::{
    auth::OutOfReach,
    config::MasterKey,
    db::DbError,
    personal::{SealError, decrypt, encrypt},
};
use rand::Rng as _;
use totp_rs::{Builder, Totp, TotpError};

use crate::{
    mail::MailError,
    membership::MembershipError,
    person::{Email, PersonError, PersonId},
    throttle::{CountError, TooMany},
};

/// How long ago one must have proven at most to be who one is, to decide on a second factor: it shuts out everybody else.
pub const PROVEN_WITHIN: SignedDuration = SignedDuration::from_mins(15);

/// What apps show a person's account under.
const ISSUER: &str = "Samverka";
/// As many bytes as the hash has that codes are made with.
const SECRET: usize = 20;
/// Of thirty seconds each: clocks of telephones are a little wrong.
const DRIFT: u16 = 1;

/// The app of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    pub person_id: PersonId,
    /// Encrypted with the master key.
    pub secret: Vec<u8>,
    /// The thirty seconds whose code was taken last.
    pub last_step: i64,
    pub created_at: Timestamp,
    /// Absent until a first code has shown that the app has the secret.
    pub confirmed_at: Option<Timestamp>,
}

/// What an app needs to know: told once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// For whoever types it: base 32.
    pub secret: String,
    /// For whoever takes a picture of it: `otpauth://totp/…`
    pub uri: String,
}

impl SecondFactor {
    /// A fresh secret, which proves nothing until it is confirmed.
    pub fn fresh(
        person_id: PersonId,
        email: &Email,
        master: &MasterKey,
        now: Timestamp,
    ) -> Result<(Self, SetUp), SecondFactorError> {
        let mut secret = [0; SECRET];
        rand::rng().fill_bytes(&mut secret);
        // In the label a colon parts the issuer from the account.
        let account = email.as_str().replace(':', "_");
        let totp = Builder::new()
            .with_secret(secret)
            .with_issuer(Some(ISSUER))
            .with_account_name(account)
            .build()?;
        let shown = SetUp {
            secret: totp.secret().to_base32(),
            uri: totp.to_url()?,
        };
        let factor = Self {
            person_id,
            secret: encrypt(master.bytes(), &bound_to(person_id), &secret)?,
            last_step: 0,
            created_at: now,
            confirmed_at: None,
        };
        Ok((factor, shown))
    }

    pub fn is_confirmed(&self) -> bool {
        self.confirmed_at.is_some()
    }

    /// The first code: from now on one is asked for.
    pub fn confirm(self, master: &MasterKey, code: &str, now: Timestamp) -> Result<Self, SecondFactorError> {
        if self.is_confirmed() {
            return Err(SecondFactorError::AlreadyThere);
        }
        let taken = self.take(master, code, now)?;
        Ok(Self {
            confirmed_at: Some(now),
            ..taken
        })
    }

    /// Takes a code of this moment, or of the thirty seconds before or after. None is taken twice, and none that is older
    /// than one taken.
    pub fn take(self, master: &MasterKey, code: &str, now: Timestamp) -> Result<Self, SecondFactorError> {
        let secret = decrypt(master.bytes(), &bound_to(self.person_id), &self.secret)?;
        let step = codes(secret)?
            .check(&plain(code), u64::try_from(now.as_second()).unwrap_or(0))
            .and_then(|step| i64::try_from(step).ok())
            .filter(|step| *step > self.last_step)
            .ok_or(SecondFactorError::WrongCode)?;
        Ok(Self {
            last_step: step,
            ..self
        })
    }
}

fn codes(secret: impl Into<Vec<u8>>) -> Result<Totp, TotpError> {
    Builder::new().with_secret(secret.into()).with_skew(DRIFT).build()
}

/// A secret decrypts as the one of its person alone.
fn bound_to(person_id: PersonId) -> Vec<u8> {
    [b"second factor ".as_slice(), person_id.0.as_bytes()].concat()
}

/// A code without the spaces that apps show in it.
fn plain(code: &str) -> String {
    code.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[derive(Debug, thiserror::Error)]
pub enum SecondFactorError {
    #[error("there is no second factor")]
    None,
    #[error("a second factor is there already")]
    AlreadyThere,
    #[error("the code is not right, was used, or is too old")]
    WrongCode,
    #[error("there is no such person")]
    NoSuchPerson,
    #[error("one's own second factor is removed by a code")]
    OneselfOwn,
    #[error("the person belongs to other organisations too, or operates the installation")]
    NotYoursAlone,
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Reach(#[from] OutOfReach),
    #[error("codes cannot be made")]
    Totp(#[from] TotpError),
    #[error("the secret cannot be encrypted or decrypted")]
    Seal(#[from] SealError),
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    Membership(#[from] MembershipError),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<CountError> for SecondFactorError {
    fn from(error: CountError) -> Self {
        match error {
            CountError::TooMany(too_many) => Self::TooMany(too_many),
            CountError::Db(cause) => Self::Db(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::config::{Settings, key};
    use uuid::Uuid;

    fn master() -> MasterKey {
        let value = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned();
        key(&mut Settings::from_values([("K".to_owned(), value)]), "K")
    }

    /// The secret of RFC 6238, appendix B, whose codes are printed there.
    fn of_the_standard() -> SecondFactor {
        let person_id = PersonId(Uuid::from_u128(1));
        SecondFactor {
            person_id,
            secret: encrypt(master().bytes(), &bound_to(person_id), b"12345678901234567890").unwrap(),
            last_step: 0,
            created_at: Timestamp::UNIX_EPOCH,
            confirmed_at: None,
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn take(code: &str, second: i64) -> Result<SecondFactor, SecondFactorError> {
        of_the_standard().take(&master(), code, at(second))
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279 037")] {
            assert_eq!(take(code, second).unwrap().last_step, second / 30, "{code}");
        }
        for wrong in ["287083", "28708", "2870820", "", "+87082", "２８７０８２"] {
            assert!(matches!(take(wrong, 59), Err(SecondFactorError::WrongCode)), "{wrong}");
        }
    }

    #[test]
    fn a_clock_may_be_wrong_by_one_step_either_way_and_by_no_more() {
        // The code of the step from second 30 to 59.
        for second in [0, 29, 30, 59, 60, 89] {
            assert_eq!(take("287082", second).unwrap().last_step, 1, "{second}");
        }
        assert!(matches!(take("287082", 90), Err(SecondFactorError::WrongCode)));
        assert!(matches!(
            take("081804", 1_111_111_049),
            Err(SecondFactorError::WrongCode)
        ));
    }

    #[test]
    fn a_code_is_taken_once_and_none_before_it_any_more() {
        let taken = take("287082", 59).unwrap();
        for code in ["287082", "755224"] {
            assert!(matches!(
                taken.clone().take(&master(), code, at(59)),
                Err(SecondFactorError::WrongCode)
            ));
        }
    }

    #[test]
    fn a_second_factor_holds_from_its_first_code_on() {
        let fresh = of_the_standard();
        assert!(!fresh.is_confirmed());
        let wrong = fresh.clone().confirm(&master(), "000000", at(59));
        assert!(matches!(wrong, Err(SecondFactorError::WrongCode)));
        let confirmed = fresh.confirm(&master(), "287082", at(59)).unwrap();
        assert!(confirmed.is_confirmed());
        let again = confirmed.confirm(&master(), "287082", at(59));
        assert!(matches!(again, Err(SecondFactorError::AlreadyThere)));
    }

    #[test]
    fn the_secret_is_told_once_and_kept_encrypted_for_its_person() {
        let person_id = PersonId(Uuid::from_u128(1));
        let email = Email::new("planner@kauhajoki.example.org");
        let (factor, shown) = SecondFactor::fresh(person_id, &email, &master(), at(0)).unwrap();
        assert_eq!(shown.secret.len(), 32);
        assert!(
            shown
                .uri
                .starts_with("otpauth://totp/Samverka:planner%40kauhajoki.example.org?"),
            "{}",
            shown.uri
        );
        assert!(shown.uri.contains(&format!("secret={}", shown.secret)) && shown.uri.contains("issuer=Samverka"));
        let plain = totp_rs::Secret::try_from_base32(&shown.secret).unwrap();
        assert!(!factor.secret.windows(SECRET).any(|bytes| bytes == plain.as_bytes()));
        let code = codes(plain.as_bytes()).unwrap().generate(59).to_string();
        let stolen = SecondFactor {
            person_id: PersonId(Uuid::from_u128(2)),
            ..factor.clone()
        };
        assert!(factor.take(&master(), &code, at(59)).is_ok());
        assert!(matches!(
            stolen.take(&master(), &code, at(59)),
            Err(SecondFactorError::Seal(_))
        ));
    }
}
