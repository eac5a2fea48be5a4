//! A file on its way through the pages: from a form of a browser to the service, and back.

use kit::{PASSWORD, Suite};
use reqwest::{Client, Method, Response};
use serde_json::json;

/// A browser without script.
struct Browser {
    http: Client,
    base: String,
}

/// What a page says in a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    field.split('"').next().unwrap().to_owned()
}

impl Browser {
    async fn signed_in(base: &str, email: &str) -> Self {
        let http = Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let browser = Self {
            http,
            base: base.to_owned(),
        };
        let page = browser.page("/sign-in").await;
        let main = page.split("<main").nth(1).unwrap();
        let form = [
            ("token", hidden(main, "token")),
            ("email", email.to_owned()),
            ("password", PASSWORD.to_owned()),
        ];
        let entered = browser
            .http
            .post(format!("{base}/sign-in"))
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(entered.status(), 303);
        browser
    }

    async fn page(&self, path: &str) -> String {
        let page = self.http.get(format!("{}{path}", self.base)).send().await.unwrap();
        assert_eq!(page.status(), 200, "{path}");
        page.text().await.unwrap()
    }

    /// Sends a form.
    async fn send(&self, path: &str, said: &[(&str, &str)]) -> Response {
        let request = self.http.post(format!("{}{path}", self.base));
        request.form(said).send().await.unwrap()
    }

    /// Sends a file as the form of a page does.
    async fn attach(&self, path: &str, token: &str, name: &str, bytes: &[u8]) -> Response {
        let mut body = Vec::new();
        for (field, value) in [("token", token), ("key", "0123456789abcdef")] {
            let part = format!("--limit\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--limit--\r\n");
        let request = self.http.request(Method::POST, format!("{}{path}", self.base));
        let request = request.header("content-type", "multipart/form-data; boundary=limit");
        request.body(body).send().await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_through_a_form_to_the_service_and_comes_back() {
    let suite = Suite::start_with(&[("SAMVERKA_ATTACHMENT_BYTES", "1000000")]).await;
    let tenant = suite.tenant("Example Town").await;
    let unit = tenant.unit("Office", None).await;
    suite.settle().await;
    let project = json!({"title": {"en": "A project"}, "kind": "eu", "role": "lead", "owner_unit_id": unit,
                         "period": {"from": "2026-01-01"}});
    let project = tenant.admin.post("/api/v1/projects", project).await.created().id();
    let me = tenant.admin.get("/api/v1/people/me").await.ok();
    let browser = Browser::signed_in(&suite.base, me.json["email"].as_str().unwrap()).await;
    let path = format!("/projects/{project}/attachments");
    let page = browser.page(&format!("/projects/{project}")).await;
    let form = page.split("multipart/form-data").nth(1).unwrap();
    let token = hidden(form, "token");

    let bytes: Vec<u8> = (0..600_000_u32).map(|n| b'a' + u8::try_from(n % 23).unwrap()).collect();
    let sent = browser.attach(&path, &token, "C:\\papers\\minutes ä.txt", &bytes).await;
    assert_eq!(sent.status(), 303);
    assert_eq!(
        sent.headers()["location"].to_str().unwrap(),
        format!("{path}?done=attached")
    );
    let page = browser.page(&path).await;
    assert!(page.contains("minutes ä.txt") && page.contains("586 kB"), "{page}");
    let file = page.split("href=\"").find(|link| link.contains("/content\"")).unwrap();
    let file = file.split('"').next().unwrap();
    let down = browser.http.get(format!("{}{file}", suite.base)).send().await.unwrap();
    let header = |name: &str| down.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/plain; charset=utf-8");
    assert!(header("content-disposition").starts_with("attachment; "));
    assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(down.bytes().await.unwrap(), bytes);

    it_comes_in_parts(&browser, file, &bytes).await;
    it_is_renamed_and_removed(&browser, &path, file, &token).await;

    // What is not taken is told beside the field.
    let refused = browser.attach(&path, &token, "page.txt", b"<html>").await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("id=\"attachment-file-fault\""));
    let large = browser.attach(&path, &token, "large.txt", &vec![b'x'; 1_500_000]).await;
    assert_eq!(large.status(), 422);
    assert!(large.text().await.unwrap().contains("id=\"attachment-file-fault\""));
    let nothing = browser.attach(&path, &token, "", b"").await;
    assert_eq!(nothing.status(), 422);
    // Nor is anything passed on that another site's page sent.
    let forged = browser.attach(&path, "forged", "a.txt", b"text").await;
    assert_eq!(forged.status(), 403);
    let attached = "SELECT count(*) FROM projects.attachments WHERE removed_at IS NULL";
    assert_eq!(suite.database.count(attached).await, 0);
    suite.stop().await;
}

/// As a browser goes on with a download that broke off, or asks whether there is anything newer.
async fn it_comes_in_parts(browser: &Browser, file: &str, bytes: &[u8]) {
    let asked = async |name: &str, value: &str, also: (&str, &str)| {
        let request = browser.http.get(format!("{}{file}", browser.base));
        request.header(name, value).header(also.0, also.1).send().await.unwrap()
    };
    let nothing = ("accept", "*/*");
    let rest = asked("range", "bytes=599990-", nothing).await;
    assert_eq!(rest.status(), 206);
    assert_eq!(rest.headers()["content-range"], "bytes 599990-599999/600000");
    let tag = rest.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(rest.bytes().await.unwrap(), bytes[599_990..]);
    assert_eq!(asked("range", "bytes=0-4", ("if-range", &tag)).await.status(), 206);
    assert_eq!(
        asked("range", "bytes=0-4", ("if-range", "\"another\"")).await.status(),
        200
    );
    let outside = asked("range", "bytes=600000-", nothing).await;
    assert_eq!(outside.status(), 416);
    assert_eq!(outside.headers()["content-range"], "bytes */600000");
    assert_eq!(asked("if-none-match", &tag, nothing).await.status(), 304);
}

async fn it_is_renamed_and_removed(browser: &Browser, all: &str, file: &str, token: &str) {
    let one = file.strip_suffix("/content").unwrap();
    let page = browser.page(one).await;
    let version = hidden(page.split("/remove").nth(1).unwrap(), "version");
    let said = [
        ("token", token),
        ("version", &version),
        ("title.en", "The third meeting"),
    ];
    let renamed = browser.send(one, &said).await;
    assert_eq!(renamed.status(), 303, "{}", renamed.text().await.unwrap());
    let page = browser.page(all).await;
    assert!(page.contains("The third meeting"), "{page}");
    // As it was read before somebody else renamed it.
    let remove = format!("{one}/remove");
    let stale = browser.send(&remove, &[("token", token), ("version", &version)]).await;
    assert_eq!(stale.status(), 412);
    let version = hidden(browser.page(one).await.split("/remove").nth(1).unwrap(), "version");
    let removed = browser.send(&remove, &[("token", token), ("version", &version)]).await;
    assert_eq!(removed.status(), 303);
    assert!(!browser.page(all).await.contains("The third meeting"));
    let gone = browser
        .http
        .get(format!("{}{file}", browser.base))
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_goal_shows_its_files_and_offers_no_form_for_others() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Example Town").await;
    let unit = tenant.unit("Office", None).await;
    suite.settle().await;
    let goal = json!({"title": {"en": "A goal"}, "level": "goal", "accountable_unit_id": unit,
                      "period": {"from": "2026-01-01", "to": "2029-12-31"}});
    let goal = tenant.admin.post("/api/v1/goals", goal).await.created().id();
    let files = format!("/api/v1/goals/{goal}/attachments");
    let added = tenant
        .admin
        .upload(&files, "minutes.txt", b"text".to_vec())
        .await
        .created();
    let me = tenant.admin.get("/api/v1/people/me").await.ok();
    let browser = Browser::signed_in(&suite.base, me.json["email"].as_str().unwrap()).await;
    let pages = [format!("/goals/{goal}"), format!("/goals/{goal}/attachments")];
    let one = format!("/goals/{goal}/attachments/{}\"", added.id());
    for path in &pages {
        let page = browser.page(path).await;
        assert!(page.contains("multipart/form-data") && page.contains(&one), "{page}");
        assert!(page.contains(me.json["name"].as_str().unwrap()), "{page}");
    }
    let close = format!("/api/v1/goals/{goal}/close");
    tenant.admin.act(&close, &json!(1), json!({})).await.ok();
    for path in &pages {
        let page = browser.page(path).await;
        assert!(page.contains("minutes.txt"), "{page}");
        assert!(!page.contains("multipart/form-data") && !page.contains(&one), "{page}");
    }
    suite.stop().await;
}
