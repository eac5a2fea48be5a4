//! Somebody takes two-step sign-in into use in the portal, signs in by it, and proves once more who it is.

use jiff::SignedDuration;
use kit::{PASSWORD, Suite};
use reqwest::{Client, Response, StatusCode, header, redirect::Policy};
use totp_rs::{Builder, Secret, Totp};

type Fields = Vec<(String, String)>;

/// A browser without script: it keeps cookies and sends forms.
struct Browser {
    http: Client,
    base: String,
}

impl Browser {
    fn at(suite: &Suite) -> Self {
        let http = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .build()
            .unwrap();
        let base = suite.base.clone();
        Self { http, base }
    }

    async fn page(&self, path: &str) -> String {
        let address = format!("{}{path}", self.base);
        let asked = self.http.get(address).header(header::ACCEPT_LANGUAGE, "en");
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    async fn post(&self, path: &str, fields: &Fields) -> Response {
        let address = format!("{}{path}", self.base);
        let asked = self
            .http
            .post(address)
            .header(header::ACCEPT_LANGUAGE, "en")
            .form(fields);
        asked.send().await.unwrap()
    }

    /// Fills in the form of a page that goes to an address, and sends it.
    async fn send(&self, page: &str, to: &str, typed: &[(&str, &str)]) -> Response {
        self.post(to, &filled(page, to, typed)).await
    }

    async fn sign_in(&self, email: &str) -> Response {
        let page = self.page("/sign-in").await;
        self.send(&page, "/sign-in", &[("email", email), ("password", PASSWORD)])
            .await
    }
}

/// What a form sends: what it hides, and what somebody types.
fn filled(page: &str, to: &str, typed: &[(&str, &str)]) -> Fields {
    let form = page.split(&format!("action=\"{to}\"")).nth(1).expect(to);
    let form = form.split("</form>").next().unwrap();
    let hidden = form.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        let value = rest
            .split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        (name.to_owned(), value)
    });
    let typed = typed
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    hidden.chain(typed).collect()
}

fn app_of(page: &str) -> Totp {
    let shown = filled(page, "/second-factor/confirm", &[]);
    let secret = &shown.iter().find(|(name, _)| name == "secret").unwrap().1;
    let secret = Secret::try_from_base32(secret).unwrap();
    Builder::new().with_secret(secret).build().unwrap()
}

fn code(app: &Totp, suite: &Suite) -> String {
    let now = suite.clock.now().as_second();
    app.generate(u64::try_from(now).unwrap()).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_takes_two_steps_and_loses_nothing_that_was_typed() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let me = tenant.admin.get("/api/v1/people/me").await.ok();
    let email = me.json["email"].as_str().unwrap();
    let browser = Browser::at(&suite);
    assert_eq!(browser.sign_in(email).await.status(), StatusCode::SEE_OTHER);

    let page = browser.page("/second-factor").await;
    let shown = browser
        .send(&page, "/second-factor/set-up", &[])
        .await
        .text()
        .await
        .unwrap();
    assert!(shown.contains("<svg class=\"qr\""), "no picture of the key");
    let app = app_of(&shown);
    let wrong = browser
        .send(&shown, "/second-factor/confirm", &[("code", "12345")])
        .await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let again = wrong.text().await.unwrap();
    assert!(again.contains("<svg class=\"qr\"") && again.contains("The code is not right"));
    let right = code(&app, &suite);
    let codes = browser
        .send(&again, "/second-factor/confirm", &[("code", &right)])
        .await;
    assert_eq!(codes.status(), StatusCode::OK);
    assert_eq!(codes.text().await.unwrap().matches("<li class=\"secret\">").count(), 10);

    suite.advance(SignedDuration::from_secs(30));
    let elsewhere = Browser::at(&suite);
    let asked = elsewhere.sign_in(email).await;
    assert_eq!(asked.status(), StatusCode::OK);
    assert!(
        !asked.headers().contains_key(header::SET_COOKIE)
            || asked.headers()[header::SET_COOKIE]
                .to_str()
                .unwrap()
                .contains("visitor")
    );
    let asked = asked.text().await.unwrap();
    let wrong = elsewhere.send(&asked, "/sign-in/code", &[("code", "12345")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let right = code(&app, &suite);
    let inside = elsewhere.send(&asked, "/sign-in/code", &[("code", &right)]).await;
    assert_eq!(
        (inside.status(), &inside.headers()[header::LOCATION]),
        (StatusCode::SEE_OTHER, &"/".parse().unwrap())
    );

    suite.advance(SignedDuration::from_mins(16));
    let page = elsewhere.page("/people/invite").await;
    let typed = [
        ("name", "Ylva & Åke"),
        ("email", "planner@teuva.example.org"),
        ("title.en", "Planner"),
        ("language", "en"),
        ("role", "planner"),
        ("unit_id", ""),
    ];
    let asked = elsewhere.send(&page, "/people/invite", &typed).await;
    assert_eq!(asked.status(), StatusCode::OK);
    let asked = asked.text().await.unwrap();
    assert!(asked.contains("Confirm that it is you"), "{asked}");
    let wrong = elsewhere.send(&asked, "/step-up", &[("step_up.code", "12345")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = wrong.text().await.unwrap();
    assert!(wrong.contains("id=\"field-step_up-code-fault\""), "{wrong}");
    let right = code(&app, &suite);
    let proof = filled(&wrong, "/step-up", &[("step_up.code", &right)]);
    let onwards = elsewhere.post("/step-up", &proof).await;
    assert_eq!(onwards.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(onwards.headers()[header::LOCATION], "/people/invite");
    // As a browser does on 307: the same fields once more, there.
    let invited = elsewhere.post("/people/invite", &proof).await;
    assert_eq!(invited.status(), StatusCode::OK);
    tenant.admin.renew().await;
    let open = tenant.admin.get("/api/v1/invitations?state=open").await.ok().items();
    let invitation = open
        .iter()
        .find(|one| one["email"] == "planner@teuva.example.org")
        .unwrap();
    assert_eq!(
        (&invitation["name"], &invitation["title"]["en"]),
        (&"Ylva & Åke".into(), &"Planner".into())
    );
    suite.stop().await;
}
