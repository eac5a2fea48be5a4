//! Passwords: the rules, and hashing them by threads of their own, two at a time.

use std::{panic::AssertUnwindSafe, sync::Arc, thread};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::oneshot;

use queue::Queue;

mod queue;

/// How many hashes are computed at once: each wants 19 MiB and a core.
const AT_ONCE: usize = 2;
/// How many may wait; beyond that, those of whoever has most of them are told to come again.
const WAITING: usize = 1_000;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("at least 12 characters")]
    Short,
    #[error("at most 200 characters")]
    Long,
    #[error("it must not be the e-mail address")]
    IsAddress,
}

impl Fault {
    pub fn code(self) -> &'static str {
        match self {
            Self::Short => "too_short",
            Self::Long => "too_long",
            Self::IsAddress => "is_address",
        }
    }
}

/// Whether a password may be chosen. Length is what helps; no rules about signs.
pub fn rules(password: &str, email: &str) -> Result<(), Fault> {
    match password.chars().count() {
        0..12 => Err(Fault::Short),
        201.. => Err(Fault::Long),
        _ if password.trim().eq_ignore_ascii_case(email.trim()) => Err(Fault::IsAddress),
        _ => Ok(()),
    }
}

#[derive(Debug, thiserror::Error)]
pub enum HashingError {
    #[error("too many passwords wait to be hashed")]
    Crowded,
    #[error("hashing failed: {0}")]
    Failed(String),
}

/// Hashes passwords with argon2id. Networks take turns: whoever comes from elsewhere does not wait behind a flood.
#[derive(Clone)]
pub struct Hasher {
    queue: Arc<Open>,
    /// Compared against when nobody has the address, so that the answer takes as long.
    nobodys: Arc<str>,
}

/// Its threads end when nobody asks any more.
struct Open(Arc<Queue>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Hasher {
    pub fn new() -> Result<Self, HashingError> {
        let nobodys = compute(&crate::secret::fresh())?;
        let queue = Arc::new(Queue::new(WAITING));
        for nth in 1..=AT_ONCE {
            let queue = queue.clone();
            let named = thread::Builder::new().name(format!("hashing-{nth}"));
            named
                .spawn(move || work(&queue))
                .map_err(|e| HashingError::Failed(e.to_string()))?;
        }
        Ok(Self {
            queue: Arc::new(Open(queue)),
            nobodys: nobodys.into(),
        })
    }

    /// The hash to keep, computed in the turn of a network.
    pub async fn hash(&self, password: &str, network: &str) -> Result<String, HashingError> {
        let password = password.to_owned();
        self.run(network, move || compute(&password)).await
    }

    /// Whether the password is the one. Without a kept hash it never is, and takes as long to say so.
    pub async fn verify(&self, password: &str, kept: Option<&str>, network: &str) -> Result<bool, HashingError> {
        let known = kept.is_some();
        let kept = kept.unwrap_or(&self.nobodys).to_owned();
        let password = password.to_owned();
        let matches = self.run(network, move || compare(&password, &kept)).await?;
        Ok(matches && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        network: &str,
        work: impl FnOnce() -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        let (tell, told) = oneshot::channel();
        let job = move || {
            // Nothing is computed for whoever has hung up.
            if !tell.is_closed() {
                drop(tell.send(work()));
            }
        };
        if !self.queue.0.push(network, Box::new(job)) {
            return Err(HashingError::Crowded);
        }
        // Nobody tells when the job was put out of a full queue.
        told.await.unwrap_or(Err(HashingError::Crowded))
    }
}

/// What a thread does.
fn work(queue: &Queue) {
    while let Some(job) = queue.next() {
        // A job that breaks takes its own answer along and nothing else.
        drop(std::panic::catch_unwind(AssertUnwindSafe(job)));
    }
}

fn argon2() -> Result<Argon2<'static>, HashingError> {
    let params = Params::new(19_456, 2, 1, None).map_err(|e| HashingError::Failed(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn compute(password: &str) -> Result<String, HashingError> {
    let hash = argon2()?
        .hash_password(password.as_bytes())
        .map_err(|e| HashingError::Failed(e.to_string()))?;
    Ok(hash.to_string())
}

fn compare(password: &str, kept: &str) -> Result<bool, HashingError> {
    let kept = PasswordHash::new(kept).map_err(|e| HashingError::Failed(e.to_string()))?;
    Ok(argon2()?.verify_password(password.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        sync::atomic::{AtomicUsize, Ordering},
        task::Poll,
    };

    use futures::{future::join_all, poll};

    use super::*;

    #[test]
    fn twelve_characters_are_enough_and_the_address_is_not_a_password() {
        assert_eq!(rules("elevenchars", "a@b.example"), Err(Fault::Short));
        assert_eq!(rules("twelve chars", "a@b.example"), Ok(()));
        assert_eq!(rules(&"ä".repeat(201), "a@b.example"), Err(Fault::Long));
        assert_eq!(
            rules("Long.Name@b.example", "long.name@b.example"),
            Err(Fault::IsAddress)
        );
    }

    #[tokio::test]
    async fn a_password_is_known_again_and_nobody_has_one() {
        let hasher = Hasher::new().unwrap();
        let kept = hasher.hash("correct horse battery", "here").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(
            hasher
                .verify("correct horse battery", Some(&kept), "here")
                .await
                .unwrap()
        );
        assert!(!hasher.verify("incorrect horse", Some(&kept), "here").await.unwrap());
        assert!(!hasher.verify("correct horse battery", None, "here").await.unwrap());
        // What it is compared with instead costs the same to compare with.
        assert!(hasher.nobodys.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    #[tokio::test]
    async fn behind_a_flood_whoever_comes_from_elsewhere_waits_for_no_more_hashes_than_are_computed_at_once() {
        let (hasher, begun) = (Hasher::new().unwrap(), Arc::new(AtomicUsize::new(0)));
        let wrong = |_| {
            let begun = begun.clone();
            hasher.run("flood", move || {
                begun.fetch_add(1, Ordering::SeqCst);
                compute("not the password")
            })
        };
        let mut flood = pin!(join_all((0..200).map(wrong)));
        assert!(poll!(&mut flood).is_pending());
        let counted = begun.clone();
        let mut owner = pin!(hasher.run("home", move || Ok(counted.load(Ordering::SeqCst))));
        let came = poll!(&mut owner);
        let before = begun.load(Ordering::SeqCst);
        let turn = match came {
            Poll::Ready(turn) => turn,
            Poll::Pending => owner.await,
        };
        let waited = turn.unwrap().saturating_sub(before);
        assert!(waited <= AT_ONCE, "{waited} of the flood's came first");
    }
}
