//! One page, followed by what the processes of an installation export: to the API, the outbox, every reader, its read model.

use std::collections::BTreeMap;

use kit::{Collector, Span};
use uuid::Uuid;

use crate::place::{Place, sign_in_of};

/// The browser's own step, as a proxy in front might have begun it.
const BROWSER: &str = "00f067aa0ba902b7";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs an installation that exports: dev/test --only embedded, or distributed"]
async fn a_page_can_be_followed_to_every_read_model_and_nothing_personal_is_told() {
    let place = Place::find().await;
    let port = std::env::var("SAMVERKA_TEST_OTLP_PORT").unwrap().parse().unwrap();
    let collector = Collector::at(port);
    let (email, password) = sign_in_of("admin");
    let reader = Reader::signed_in(&place, &email, &password).await;
    let trace = Uuid::new_v4().simple().to_string();
    let name = format!("Unit of which nobody is told {}", &trace[..8]);
    reader.add_unit(&name, &format!("00-{trace}-{BROWSER}-01")).await;

    let readers = ["goals", "projects", "reporting"];
    collector
        .until("one trace, parents in order", |c| in_order(&c.trace(&trace), readers))
        .await;
    collector
        .until("what was logged of it", |c| {
            let told = c.logs(&trace);
            let wanted = [
                "answered",
                "sent tenants.unit.created",
                "reporting took in tenants.unit.created",
            ];
            match wanted.iter().find(|line| !told.iter().any(|told| told == *line)) {
                Some(missing) => Err(format!("no `{missing}` among {told:?}")),
                None => Ok(()),
            }
        })
        .await;
    let metrics = collector.until("every figure", every_figure).await;
    for (name, points) in &metrics {
        let of_tenants = points
            .iter()
            .flatten()
            .find(|(label, value)| label.contains("tenant") || value.parse::<Uuid>().is_ok());
        assert_eq!(of_tenants, None, "{name} is told by tenant");
    }
    for secret in [email.as_str(), &password, &name, "Bearer", "eyJ"] {
        assert_eq!(collector.holds(secret), None, "`{secret}` was exported");
    }
}

/// The chain from the browser to the read models, or what is missing of it.
fn in_order(spans: &[Span], readers: [&str; 3]) -> Result<(), String> {
    let below = |parent: &str, name: &str, service: Option<&str>| {
        let of_service =
            |span: &Span| service.is_none_or(|s| span.attributes.get("service").is_some_and(|own| own == s));
        let found = spans
            .iter()
            .find(|span| span.parent_id == parent && span.name == name && of_service(span));
        found.cloned().ok_or_else(|| {
            let told: Vec<_> = spans
                .iter()
                .map(|s| (&s.program, &s.name, &s.parent_id, &s.id))
                .collect();
            format!("no `{name}` of {service:?} below {parent}: {told:#?}")
        })
    };
    let page = below(BROWSER, "POST /units/new", None)?;
    let api = below(&page.id, "POST /api/v1/units", None)?;
    let sending = below(&api.id, "send tenants.unit.created", Some("tenants"))?;
    for reader in readers {
        let receiving = below(&sending.id, "receive tenants.unit.created", Some(reader))?;
        below(&receiving.id, "handle", Some(reader))?;
    }
    let apart = page.program != "suite";
    let programs = [&page, &api, &sending].map(|span| span.program.as_str());
    let expected = if apart {
        ["portal", "tenants", "tenants"]
    } else {
        ["suite"; 3]
    };
    assert_eq!(programs, expected);
    assert_eq!(
        api.attributes.get("http.response.status_code").map(String::as_str),
        Some("201")
    );
    Ok(())
}

type Labels = BTreeMap<String, String>;

fn every_figure(collector: &Collector) -> Result<BTreeMap<String, Vec<Labels>>, String> {
    let metrics = collector.metrics();
    let wanted = [
        ("http.server.request.duration", "http.route", "/api/v1/units"),
        ("samverka.events.sent", "service", "tenants"),
        ("samverka.events.received", "service", "reporting"),
        ("samverka.events.lag", "service", "reporting"),
        ("samverka.outbox.rows", "service", "goals"),
        ("samverka.outbox.age", "service", "projects"),
        ("samverka.dead_letters", "service", "reporting"),
        ("samverka.journal.unsealed", "service", "tenants"),
        ("samverka.journal.seal_delay", "service", "tenants"),
        ("samverka.db.connections.used", "pool", "app"),
    ];
    for (name, label, value) in wanted {
        let there = metrics.get(name).is_some_and(|points| {
            points
                .iter()
                .any(|labels| labels.get(label).is_some_and(|own| own == value))
        });
        if !there {
            return Err(format!("no {name} with {label} {value}: {:?}", metrics.get(name)));
        }
    }
    Ok(metrics)
}

/// Somebody at the pages.
struct Reader {
    http: reqwest::Client,
    url: String,
}

impl Reader {
    async fn signed_in(place: &Place, email: &str, password: &str) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let reader = Self { http, url: place.url() };
        let form = reader.form("/sign-in").await;
        let filled = form.with(&[("email", email), ("password", password)]);
        let entered = reader.http.post(format!("{}/sign-in", reader.url)).form(&filled);
        assert_eq!(entered.send().await.unwrap().status(), 303);
        reader
    }

    /// What a form on a page carries with it.
    async fn form(&self, path: &str) -> Hidden {
        let page = self.http.get(format!("{}{path}", self.url)).send().await.unwrap();
        assert_eq!(page.status(), 200, "{path}");
        let page = page.text().await.unwrap();
        let main = page.split("<main").nth(1).unwrap_or(&page);
        let value = |name: &str| {
            let after = main
                .split(&format!("name=\"{name}\" value=\""))
                .nth(1)
                .unwrap_or_default();
            after.split('"').next().unwrap_or_default().to_owned()
        };
        Hidden {
            token: value("token"),
            key: value("key"),
        }
    }

    async fn add_unit(&self, name: &str, traceparent: &str) {
        let filled =
            self.form("/units/new")
                .await
                .with(&[("name.en", name), ("kind", "unit"), ("valid_from", "2020-01-01")]);
        let sent = self.http.post(format!("{}/units/new", self.url)).form(&filled);
        let answer = sent.header("traceparent", traceparent).send().await.unwrap();
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
    }
}

struct Hidden {
    token: String,
    key: String,
}

impl Hidden {
    fn with(self, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let typed = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        [("token".to_owned(), self.token), ("key".to_owned(), self.key)]
            .into_iter()
            .chain(typed)
            .collect()
    }
}
