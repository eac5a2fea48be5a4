//! The portal as a browser meets it, with the API away: what it does by itself.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use actix_web::{
    App,
    body::MessageBody,
    dev::ServiceResponse,
    http::{StatusCode, header},
    test::{TestRequest, call_service, init_service, read_body},
    web,
};
use portal::{ApiAddress, Config, Portal, configure, routes};
use secrecy::SecretString;

fn portal(public_url: &str) -> Portal {
    Portal::new(&Config {
        // Nobody listens on this port.
        api: ApiAddress::One("http://127.0.0.1:1".parse().unwrap()),
        public_url: public_url.to_owned(),
        cookie_secret: SecretString::from("a secret of at least thirty-two letters"),
        most_attached_bytes: 20 * 1024 * 1024,
    })
    .unwrap()
}

async fn ask_at(public_url: &str, request: TestRequest) -> ServiceResponse<impl MessageBody> {
    let portal = portal(public_url);
    let app = init_service(
        App::new()
            .configure(|services| configure(services, portal.clone()))
            .route("/api/v1/goals", web::get().to(async || "the service's own")),
    )
    .await;
    call_service(&app, request.to_request()).await
}

async fn ask(request: TestRequest) -> ServiceResponse<impl MessageBody> {
    ask_at("http://127.0.0.1:8080", request).await
}

fn header_of(answer: &ServiceResponse<impl MessageBody>, name: &str) -> String {
    answer
        .headers()
        .get(name)
        .map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

#[actix_web::test]
async fn every_page_is_there_and_asks_for_sign_in_where_it_must() {
    for page in routes() {
        let address = page.path.replace("{figure}", "goals").replace("{edition}", "1");
        let parts = address.split('/').map(|part| {
            if part.starts_with('{') {
                "019aab3c-0000-7000-8000-000000000001"
            } else {
                part
            }
        });
        let path = parts.collect::<Vec<_>>().join("/");
        let answer = ask(TestRequest::get().uri(&path.replace("{invitation_token}", "x"))).await;
        let expected: &[u16] = match path.as_str() {
            // Who invites, and what the API can do, is known by the API only.
            asks if asks.starts_with("/invitation") || asks.starts_with("/api/docs") => &[503],
            "/sign-in"
            | "/forgotten-password"
            | "/reset-password"
            | "/sign-up"
            | "/sign-up/thank-you"
            | "/accessibility"
            | "/privacy" => &[200],
            _ => &[303],
        };
        assert!(
            expected.contains(&answer.status().as_u16()),
            "{path}: {}",
            answer.status()
        );
        if answer.status() == StatusCode::SEE_OTHER {
            assert!(header_of(&answer, "location").starts_with("/sign-in"), "{path}");
        }
    }
}

#[actix_web::test]
async fn every_page_is_kept_safe() {
    for path in ["/sign-in", "/nowhere"] {
        let answer = ask(TestRequest::get().uri(path)).await;
        let policy = header_of(&answer, "content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'")
                && policy.contains("script-src 'nonce-")
                && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(header_of(&answer, "cache-control"), "no-store");
        assert_eq!(header_of(&answer, "x-content-type-options"), "nosniff");
    }
}

#[actix_web::test]
async fn the_nonce_of_the_policy_is_that_of_the_page() {
    let answer = ask(TestRequest::get().uri("/sign-in")).await;
    let policy = header_of(&answer, "content-security-policy");
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .unwrap()
        .split('\'')
        .next()
        .unwrap()
        .to_owned();
    let page = String::from_utf8(read_body(answer).await.to_vec()).unwrap();
    assert!(page.contains(&format!("nonce=\"{nonce}\"")));
}

#[actix_web::test]
async fn a_form_without_its_token_is_refused() {
    let answer = ask(TestRequest::post()
        .uri("/sign-in")
        .set_form([("email", "planner@kauhajoki.example.org"), ("password", "x")]))
    .await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
}

/// The token of the page and the cookie beside it, as a browser would keep them.
async fn sign_in_form() -> (String, String) {
    let answer = ask(TestRequest::get().uri("/sign-in")).await;
    let cookie = header_of(&answer, "set-cookie").split(';').next().unwrap().to_owned();
    let page = String::from_utf8(read_body(answer).await.to_vec()).unwrap();
    let token = page
        .split("name=\"token\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    (cookie, token)
}

#[actix_web::test]
async fn an_empty_form_comes_back_with_its_faults() {
    let (cookie, token) = sign_in_form().await;
    let answer = ask(TestRequest::post()
        .uri("/sign-in")
        .insert_header((header::COOKIE, cookie))
        .insert_header((header::ACCEPT_LANGUAGE, "fi"))
        .set_form([("token", token.as_str()), ("email", "planner@kauhajoki.example.org")]))
    .await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = String::from_utf8(read_body(answer).await.to_vec()).unwrap();
    assert!(page.contains("Täytä tämä kohta") && page.contains("planner@kauhajoki.example.org"));
}

#[actix_web::test]
async fn a_service_that_is_away_is_told_in_words() {
    let (cookie, token) = sign_in_form().await;
    let form = [
        ("token", token.as_str()),
        ("email", "planner@kauhajoki.example.org"),
        ("password", "a long enough password"),
    ];
    let answer = ask(TestRequest::post()
        .uri("/sign-in")
        .insert_header((header::COOKIE, cookie))
        .set_form(form))
    .await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header_of(&answer, "retry-after"), "5");
}

#[actix_web::test]
async fn the_language_follows_the_switch_and_else_the_browser() {
    let swedish = ask(TestRequest::get()
        .uri("/sign-in")
        .insert_header((header::ACCEPT_LANGUAGE, "sv-FI,sv")))
    .await;
    assert!(
        String::from_utf8(read_body(swedish).await.to_vec())
            .unwrap()
            .contains("<html lang=\"sv-FI\"")
    );
    let finnish = TestRequest::get()
        .uri("/sign-in")
        .insert_header((header::ACCEPT_LANGUAGE, "sv"))
        .insert_header((header::COOKIE, "samverka-language=fi"));
    assert!(
        String::from_utf8(read_body(ask(finnish).await).await.to_vec())
            .unwrap()
            .contains("<html lang=\"fi\"")
    );
}

#[actix_web::test]
async fn cookies_are_bound_to_their_host_over_https() {
    let answer = ask_at("https://samverka.example.org", TestRequest::get().uri("/sign-in")).await;
    let cookie = header_of(&answer, "set-cookie");
    assert!(
        cookie.starts_with("__Host-samverka-visitor=") && cookie.contains("Secure") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
}

#[actix_web::test]
async fn assets_never_change_under_their_address_and_travel_small() {
    let page = ask(TestRequest::get().uri("/sign-in")).await;
    let page = String::from_utf8(read_body(page).await.to_vec()).unwrap();
    let addresses: Vec<&str> = page.split(['"']).filter(|part| part.starts_with("/assets/")).collect();
    assert!(addresses.len() >= 7, "{addresses:?}");
    let mut bytes = page.len();
    for address in addresses {
        let answer = ask(TestRequest::get()
            .uri(address)
            .insert_header((header::ACCEPT_ENCODING, "gzip")))
        .await;
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
        assert!(header_of(&answer, "cache-control").contains("immutable"), "{address}");
        bytes += read_body(answer).await.len();
    }
    assert!(bytes <= 150 * 1024, "a page with all it needs weighs {bytes} bytes");
    let changed = ask(TestRequest::get().uri("/assets/0000000000000000/portal.css")).await;
    assert_eq!(changed.status(), StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn what_belongs_to_the_services_is_left_to_them() {
    let answer = ask(TestRequest::get().uri("/api/v1/goals")).await;
    assert_eq!(read_body(answer).await, "the service's own");
    for path in ["/readyz", "/api/openapi.json", "/api/docsets"] {
        let answer = ask(TestRequest::get().uri(path)).await;
        let policy = header_of(&answer, "content-security-policy");
        assert_eq!(policy, "", "the portal answered for {path}");
    }
}

/// The list that the browser tests read is that of the code. `UPDATE` is a person copying the printed text.
#[test]
fn the_browser_tests_know_every_page() {
    let kept = include_str!("../../../tests/browser/pages.json");
    let now = serde_json::to_string_pretty(routes()).unwrap() + "\n";
    assert_eq!(kept, now, "tests/browser/pages.json is not fresh; it should be:\n{now}");
}

/// What a page's address looks like, whatever stands in its places.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn sources(folder: &std::path::Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Whoever adds a page tells the round of it: pages that nobody visits are looked at by nobody.
#[test]
fn every_page_that_is_routed_is_in_the_list_that_tests_visit() {
    // Sent on at once, generic in a way that others stand for, files, or behind a password just given.
    const NO_PAGES: [&str; 16] = [
        "/assets/crest/{}",
        "/boards/{}",
        "/boards/{}/rows",
        "/shared/{}",
        "/sign-in/code",
        "/applications/{}",
        "/{}/{}/attachments",
        "/{}/{}/attachments/{}",
        "/{}/{}/attachments/{}/content",
        "/{}/{}/delete",
        "/history/{}",
        "/history/{}/{}",
        "/history/{}/{}/restorations/{}",
        "/{}/bulk",
        "/{}/bulk/{}",
        "/assets/{}",
    ];
    let mut all = String::new();
    sources(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"),
        &mut all,
    );
    let routed = all.split("#[get(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let is_file = |path: &str| {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending);
        let named = matches!(ending, Some("json" | "csv"));
        named || path.contains(".{") || path.ends_with("/file") || path.ends_with("/document")
    };
    let listed: Vec<String> = routes().iter().map(|page| shape(page.path)).collect();
    let missing: Vec<String> = routed
        .filter(|path| !is_file(path))
        .map(shape)
        .filter(|path| !NO_PAGES.contains(&path.as_str()) && !listed.contains(path))
        .collect();
    assert!(missing.is_empty(), "name them in src/pages/addresses.rs: {missing:?}");
    assert!(listed.len() > 80);
}
