//! How much one caller, and one tenant, may ask in a minute: token buckets, told with every answer.
//!
//! In one process the buckets lie here; between several they lie in Redis, and both of a request cost one round trip. A
//! Redis that is away leaves each process to its own buckets: more is let through than is meant, and nobody is shut out.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::header::{HeaderMap, HeaderName, HeaderValue},
};
use uuid::Uuid;

mod bucket;
mod shared;

use bucket::Buckets;
use shared::Shared;

use crate::{clock::Clock, config, db::Db, http::Problem, lifecycle::Lifecycle, usage::Calls};

/// The minute that limits are counted by.
const WINDOW_SECONDS: u32 = 60;

/// Whose bucket it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Whose {
    Caller(Uuid),
    Tenant(Uuid),
}

impl Whose {
    /// The policy's name in the headers.
    fn policy(self) -> &'static str {
        match self {
            Self::Caller(_) => "caller",
            Self::Tenant(_) => "tenant",
        }
    }
}

/// A bucket that a request takes from, and how many it holds when full.
#[derive(Clone, Copy, Debug)]
struct Asked {
    whose: Whose,
    quota: u32,
}

/// How a bucket stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Left {
    whose: Whose,
    quota: u32,
    remaining: u32,
}

impl Left {
    /// Seconds until the bucket is full again.
    fn full_in(&self) -> u64 {
        let missing = u64::from(self.quota.saturating_sub(self.remaining));
        (missing * u64::from(WINDOW_SECONDS)).div_ceil(u64::from(self.quota.max(1)))
    }
}

/// What became of a request: whether it may go on, and what is left of each bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Verdict {
    left: Vec<Left>,
    refused_by: Option<Whose>,
}

/// The limits of this process.
#[derive(Clone)]
pub struct Limits {
    quotas: config::Limits,
    clock: Clock,
    here: Arc<Buckets>,
    shared: Option<Shared>,
    calls: Calls,
}

/// Who asks, and how many calls a minute the plan of its organisation has, if it says so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking {
    pub caller_id: Uuid,
    pub tenant_id: Option<Uuid>,
    pub plan: Option<u32>,
}

/// Goes with the request, so that its answer can tell.
#[derive(Clone)]
struct Told(Verdict);

impl Limits {
    pub fn new(quotas: config::Limits, cache: &config::CacheKind, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self {
            shared: Shared::open(cache)?,
            here: Arc::default(),
            calls: Calls::default(),
            quotas,
            clock,
        })
    }

    /// Counts a request, once however many extractors it has. 429 when its caller or its tenant has asked too much.
    pub(crate) async fn count(&self, request: &HttpRequest, asking: Asking) -> Result<(), Problem> {
        if request.extensions().get::<Told>().is_some() {
            return Ok(());
        }
        let asked = self.asked(asking);
        let verdict = self.take(&asked).await;
        let refused = verdict
            .refused_by
            .and_then(|whose| verdict.left.iter().find(|left| left.whose == whose))
            .map(|left| too_many(left, asking.plan.is_some()));
        request.extensions_mut().insert(Told(verdict));
        match (refused, asking.tenant_id) {
            (Some(problem), _) => return Err(problem),
            (None, Some(tenant_id)) => self.calls.count(tenant_id, self.clock.now()),
            (None, None) => {}
        }
        Ok(())
    }

    /// Writes down how many calls each tenant made, until the process stops.
    pub(crate) fn keep_counting(&self, db: &Db, life: &Lifecycle) {
        self.calls.keep_writing_down(db, self.quotas.counted_every, life);
    }

    /// How often it is written down what tenants have and use.
    pub(crate) fn counted_every(&self) -> Duration {
        self.quotas.counted_every
    }

    /// Calls of a tenant in this month that were counted here and are yet to be written down.
    pub(crate) fn waiting_calls(&self, tenant_id: Uuid) -> i64 {
        self.calls.waiting(tenant_id, self.clock.now())
    }

    fn asked(&self, asking: Asking) -> Vec<Asked> {
        let caller = Asked {
            whose: Whose::Caller(asking.caller_id),
            quota: self.quotas.caller,
        };
        let tenant = asking.tenant_id.map(|id| Asked {
            whose: Whose::Tenant(id),
            quota: asking.plan.unwrap_or(self.quotas.tenant),
        });
        // Nought is no limit.
        let all = [Some(caller), tenant].into_iter().flatten();
        all.filter(|asked| asked.quota > 0).collect()
    }

    async fn take(&self, asked: &[Asked]) -> Verdict {
        let now = self.clock.now().as_microsecond();
        if let Some(shared) = self.shared.as_ref().filter(|_| !asked.is_empty())
            && let Some(verdict) = shared.take(asked, now).await
        {
            return verdict;
        }
        self.here.take(asked, now)
    }
}

fn too_many(left: &Left, by_plan: bool) -> Problem {
    let (who, more) = match left.whose {
        Whose::Caller(_) => ("You have", ""),
        Whose::Tenant(_) if by_plan => (
            "Your organisation has",
            " That is what your organisation's plan has: the operator of this installation can move it to a larger one.",
        ),
        Whose::Tenant(_) => ("Your organisation has", ""),
    };
    // The next token drops in within this time, and never sooner than the header can say.
    let seconds = WINDOW_SECONDS.div_ceil(left.quota.max(1)).max(1);
    Problem::too_many("rate_limited", seconds).detail(format!(
        "{who} sent more requests than the {} a minute that are meant for one. Nothing was changed. Wait a moment, then \
         go on more slowly: in a minute all of them are there again.{more}",
        left.quota
    ))
}

/// Tells with an answer what its request was counted against (draft-ietf-httpapi-ratelimit-headers).
pub(crate) fn tell(request: &HttpRequest, headers: &mut HeaderMap) {
    let extensions = request.extensions();
    let Some(Told(verdict)) = extensions.get::<Told>() else {
        return;
    };
    let (mut policies, mut standing) = (String::new(), String::new());
    for left in &verdict.left {
        let comma = if policies.is_empty() { "" } else { ", " };
        let policy = left.whose.policy();
        let written = write!(policies, "{comma}\"{policy}\";q={};w={WINDOW_SECONDS}", left.quota).and_then(|()| {
            write!(
                standing,
                "{comma}\"{policy}\";r={};t={}",
                left.remaining,
                left.full_in()
            )
        });
        if written.is_err() {
            return;
        }
    }
    for (name, value) in [("ratelimit-policy", policies), ("ratelimit", standing)] {
        if let Some(value) = HeaderValue::from_str(&value).ok().filter(|value| !value.is_empty()) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}
