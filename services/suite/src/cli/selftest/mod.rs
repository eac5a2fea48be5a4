//! `suite selftest`: whether an installation does what it promises, asked from outside like anybody asks.

use std::time::Duration;

use anyhow::ensure;
use platform::config::Settings;
use serde_json::json;
use suite::demo::{
    client::{Client, Seat, at, word},
    operator::Operator,
};

mod health;
mod probing;
mod things;

/// Try an installation out, harmlessly: health, isolation of organisations, a change on its way to the read models.
///
/// Asks every process for its readiness (`SAMVERKA_SELFTEST_HEALTH`: `name=http://address:port` for each, apart by spaces;
/// without it every service at the address where it answers), the portal for a page (`SAMVERKA_PORTAL_URL`, if set), then,
/// as the operator: that what is made in one organisation is for another as if it never was, in every service; and that a
/// change reaches the read models, and its deletion too.
///
/// For all but the first it needs the sign-in of an operator (`SAMVERKA_OPERATOR_EMAIL`, `SAMVERKA_OPERATOR_PASSWORD`, and
/// `SAMVERKA_OPERATOR_CODE` of whoever has a second factor) and where the API answers (`SAMVERKA_URL`, or
/// `SAMVERKA_TENANTS_URL`, `_GOALS_`, `_PROJECTS_` and `_REPORTING_`).
///
/// It is harmless: it works in two probes, which are no organisations, have no name and nobody in them, and which no
/// organisation's lists, searches or figures show. What it makes there it takes away again, also what an earlier test left
/// that was interrupted; only the probes' own journals tell of it. It may be run at any time and as often as one likes.
#[derive(clap::Args)]
#[command(after_help = "Exits with 0 when every check went well, with 1 when one did not.

Examples:
  suite selftest
  SAMVERKA_SELFTEST_HEALTH='goals-work=http://10.0.0.7:9090' suite selftest --patience 60")]
pub struct Selftest {
    /// Seconds until a process has to be ready.
    #[arg(long, default_value_t = 20)]
    patience: u64,
    /// Seconds within which a change has to be visible in the read models.
    #[arg(long, default_value_t = 10)]
    within: u64,
}

/// What was found, line by line.
#[derive(Default)]
struct Report {
    checks: usize,
    failed: usize,
}

impl Report {
    /// Tells of a check that went well, or of why it did not.
    fn note(&mut self, about: &str, found: anyhow::Result<String>) {
        self.checks += 1;
        let (how, words) = match found {
            Ok(words) => ("ok  ", words),
            Err(cause) => {
                self.failed += 1;
                ("FAIL", format!("{cause:#}"))
            }
        };
        super::print(&format!("{how}  {about:<9}  {words}\n"));
    }

    fn ends(&self) -> anyhow::Result<()> {
        super::print(&format!("{} checks, {} failed\n", self.checks, self.failed));
        ensure!(self.failed == 0, "the installation does not do what it promises");
        Ok(())
    }
}

impl Selftest {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let mut report = Report::default();
        health::check(settings, Duration::from_secs(self.patience), &mut report).await?;
        if settings.optional("SAMVERKA_OPERATOR_EMAIL").is_none() {
            super::print("stop  sign-in    no operator is told: organisations and events are not tried\n");
            return report.ends();
        }
        match probes(settings).await {
            Ok((operator, probes)) => {
                probing::check(&probes, Duration::from_secs(self.within), &mut report).await;
                report.note(
                    "sign-out",
                    operator
                        .leave()
                        .await
                        .map(|()| "the operator's session is over".to_owned())
                        .map_err(Into::into),
                );
            }
            Err(cause) => report.note("sign-in", Err(cause)),
        }
        report.ends()
    }
}

/// Two places to try things out in, opened by the operator.
async fn probes(settings: &Settings) -> anyhow::Result<(Seat, [Seat; 2])> {
    let known = Operator::read(settings)?;
    let operator = known.sign_in().await?;
    let opened = operator.post("/probes", json!({})).await?;
    let client = Client::new(known.whereabouts)?;
    let seat = |nth: usize| {
        let told = |field: &str| word(at(&opened, "/items"), &format!("/{nth}/{field}"));
        client.seat_of(told("access_token"), told("tenant_id"))
    };
    Ok((operator, [seat(0), seat(1)]))
}
