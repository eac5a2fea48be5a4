use jiff::SignedDuration;
use kit::{Client, Suite};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{App, PASSWORD, challenge, email_of, letter, token, with_code, with_password};

const MINE: &str = "/api/v1/people/me/second-factor";

async fn overview(client: &Client) -> Value {
    client.get(MINE).await.ok().json
}

async fn reset(by: &Client, person: &Client) -> kit::Answer {
    let path = format!("/api/v1/people/{}/second-factor/reset", person.person_id.unwrap());
    by.send(by.request(Method::POST, &path)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_takes_two_steps_from_the_first_code_on() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let planner = tenant.planner().await;
    let email = email_of(&planner).await;
    assert_eq!(overview(&planner).await["confirmed_at"], Value::Null);
    let app = App::begun(&planner).await;
    with_password(&suite, &email).await.created();
    planner
        .post(&format!("{MINE}/confirm"), json!({"code": app.wrong_code(&suite)}))
        .await
        .assert_fault("/code", "wrong_code");
    let confirmed = planner
        .post(&format!("{MINE}/confirm"), json!({"code": app.code(&suite)}))
        .await
        .created();
    assert_eq!(confirmed.json["recovery_codes"].as_array().unwrap().len(), 10);
    assert_eq!(confirmed.headers["cache-control"], "no-store");
    planner.renew().await;
    assert!(overview(&planner).await["confirmed_at"].is_string());

    let asked = with_password(&suite, &email).await.ok();
    assert!(
        asked.json["token"].is_null() && asked.json["person"].is_null(),
        "{}",
        asked.json
    );
    let challenge = asked.json["challenge"].as_str().unwrap();
    // It opens nothing but the second step.
    let visitor = suite.visitor().with_access_token(challenge);
    visitor
        .post("/api/v1/sessions/access-tokens", json!({"organisation_id": tenant.id}))
        .await
        .assert_problem(401, "session_over");
    with_code(&suite, challenge, &app.wrong_code(&suite))
        .await
        .assert_problem(401, "wrong_code");
    let code = app.next_code(&suite);
    let opened = with_code(&suite, challenge, &code).await.created();
    let session = suite.visitor().with_session(&opened.json, Some(tenant.id)).await;
    session.get("/api/v1/units").await.ok();
    with_code(&suite, challenge, &app.next_code(&suite))
        .await
        .assert_problem(401, "challenge_over");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_that_confirmed_is_used_up() {
    let suite = Suite::start().await;
    let planner = suite.tenant("Teuva").await.planner().await;
    let app = App::of(&suite, &planner).await;
    let challenge = challenge(&suite, &email_of(&planner).await).await;
    with_code(&suite, &challenge, &app.code(&suite))
        .await
        .assert_problem(401, "wrong_code");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_bring_the_same_code_at_once_one_comes_in() {
    let suite = Suite::start().await;
    let planner = suite.tenant("Teuva").await.planner().await;
    let app = App::of(&suite, &planner).await;
    let email = email_of(&planner).await;
    let mut challenges = Vec::new();
    for _ in 0..4 {
        challenges.push(challenge(&suite, &email).await);
    }
    for code in [app.next_code(&suite), app.recovery_codes[0].clone()] {
        let (a, b, c, d) = tokio::join!(
            with_code(&suite, &challenges[0], &code),
            with_code(&suite, &challenges[1], &code),
            with_code(&suite, &challenges[2], &code),
            with_code(&suite, &challenges[3], &code),
        );
        let answers = [a, b, c, d].map(|answer| answer.status.as_u16());
        assert_eq!(
            answers.iter().filter(|status| **status == 201).count(),
            1,
            "{answers:?}"
        );
        // Whoever came in used the challenge up as well: the others bring the next code.
        let place = answers.iter().position(|status| *status == 201).unwrap();
        challenges[place] = challenge(&suite, &email).await;
        suite.advance(SignedDuration::from_mins(16));
        for place in &mut challenges {
            *place = challenge(&suite, &email).await;
        }
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_waited_for_no_longer_than_five_minutes() {
    let suite = Suite::start().await;
    let planner = suite.tenant("Teuva").await.planner().await;
    let app = App::of(&suite, &planner).await;
    let challenge = challenge(&suite, &email_of(&planner).await).await;
    suite.advance(SignedDuration::from_mins(5));
    with_code(&suite, &challenge, &app.code(&suite))
        .await
        .assert_problem(401, "challenge_over");
    with_code(&suite, "nonsense", &app.code(&suite))
        .await
        .assert_problem(401, "challenge_over");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_shut_a_person_out_for_a_while_and_nobody_else() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let (planner, other) = (tenant.planner().await, tenant.planner().await);
    let (app, others) = (App::of(&suite, &planner).await, App::of(&suite, &other).await);
    let email = email_of(&planner).await;
    for _ in 0..5 {
        let challenge = challenge(&suite, &email).await;
        with_code(&suite, &challenge, &app.wrong_code(&suite))
            .await
            .assert_problem(401, "wrong_code");
    }
    let last = challenge(&suite, &email).await;
    let right = app.next_code(&suite);
    let refused = with_code(&suite, &last, &right)
        .await
        .assert_problem(429, "too_many_attempts");
    assert!(refused.headers.contains_key("retry-after"));
    // By a recovery code no more than by the app, and signed in no more than when signing in.
    with_code(&suite, &last, &app.recovery_codes[0])
        .await
        .assert_problem(429, "too_many_attempts");
    let own = json!({"code": right});
    planner
        .post("/api/v1/sessions/step-up", own)
        .await
        .assert_problem(429, "too_many_attempts");
    let theirs = challenge(&suite, &email_of(&other).await).await;
    with_code(&suite, &theirs, &others.code(&suite)).await.created();
    suite.advance(SignedDuration::from_mins(16));
    let again = challenge(&suite, &email).await;
    with_code(&suite, &again, &app.code(&suite)).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_secret_nor_recovery_codes_lie_open() {
    let suite = Suite::start().await;
    let planner = suite.tenant("Teuva").await.planner().await;
    let app = App::of(&suite, &planner).await;
    let bytes = hex::encode(totp_rs::Secret::try_from_base32(&app.secret).unwrap().as_bytes());
    let count = async |sql: String| suite.database.count(&sql).await;
    let of_secret = "SELECT count(*) AS count FROM tenants.second_factors";
    assert_eq!(count(of_secret.to_owned()).await, 1);
    assert_eq!(
        count(format!("{of_secret} WHERE position('\\x{bytes}'::bytea IN secret) > 0")).await,
        0
    );
    let of_codes = "SELECT count(*) AS count FROM tenants.recovery_codes";
    assert_eq!(count(format!("{of_codes} WHERE length(code_hash) = 32")).await, 10);
    for code in &app.recovery_codes {
        let plain = code.replace('-', "");
        let open = format!("{of_codes} WHERE position('{plain}'::bytea IN code_hash) > 0");
        assert_eq!(count(open).await, 0);
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_opens_once_and_a_letter_tells_of_it() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let planner = tenant.planner().await;
    let email = email_of(&planner).await;
    let app = App::of(&suite, &planner).await;
    let code = app.recovery_codes[3].to_uppercase().replace('-', " ");
    let first = challenge(&suite, &email).await;
    let opened = with_code(&suite, &first, &code).await.created();
    let session = suite.visitor().with_session(&opened.json, Some(tenant.id)).await;
    let codes = overview(&session).await["recovery_codes"].clone();
    assert_eq!(codes["left"], 9);
    assert_eq!(codes["used_at"].as_array().unwrap().len(), 1);
    let second = challenge(&suite, &email).await;
    with_code(&suite, &second, &code)
        .await
        .assert_problem(401, "wrong_code");
    let told = letter(&suite, &email, "Codes left").await;
    assert!(
        told.contains("Codes left: 9") && told.contains("/second-factor"),
        "{told}"
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_recovery_codes_take_a_code_and_void_those_before() {
    let suite = Suite::start().await;
    let planner = suite.tenant("Teuva").await.planner().await;
    let email = email_of(&planner).await;
    let app = App::of(&suite, &planner).await;
    let renew = format!("{MINE}/recovery-codes");
    planner
        .post(&renew, json!({"code": app.wrong_code(&suite)}))
        .await
        .assert_fault("/code", "wrong_code");
    let renewed = planner
        .post(&renew, json!({"code": app.next_code(&suite)}))
        .await
        .created();
    let challenge = challenge(&suite, &email).await;
    with_code(&suite, &challenge, &app.recovery_codes[0])
        .await
        .assert_problem(401, "wrong_code");
    let fresh = renewed.json["recovery_codes"][0].as_str().unwrap();
    with_code(&suite, &challenge, fresh).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_removed_by_a_code_and_by_nothing_less() {
    let suite = Suite::start().await;
    let planner = suite.tenant("Teuva").await.planner().await;
    let email = email_of(&planner).await;
    let app = App::of(&suite, &planner).await;
    let again = planner.send(planner.request(Method::POST, MINE)).await;
    again.assert_problem(409, "second_factor_exists");
    let remove = format!("{MINE}/remove");
    planner
        .post(&remove, json!({"code": app.wrong_code(&suite)}))
        .await
        .assert_fault("/code", "wrong_code");
    with_password(&suite, &email).await.ok();
    planner
        .post(&remove, json!({"code": app.next_code(&suite)}))
        .await
        .gone();
    with_password(&suite, &email).await.created();
    planner
        .post(&remove, json!({"code": app.next_code(&suite)}))
        .await
        .assert_problem(409, "no_second_factor");
    assert_eq!(overview(&planner).await["recovery_codes"]["left"], 0);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_set_up_by_whoever_has_proven_lately_who_it_is() {
    let suite = Suite::start().await;
    let planner = suite.tenant("Teuva").await.planner().await;
    suite.advance(SignedDuration::from_mins(16));
    planner.renew().await;
    planner
        .send(planner.request(Method::POST, MINE))
        .await
        .assert_problem(403, "step_up_required");
    planner
        .post("/api/v1/sessions/step-up", json!({"password": PASSWORD}))
        .await
        .ok();
    App::of(&suite, &planner).await;
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_resets_a_lost_second_factor_and_the_journal_and_a_letter_tell_of_it() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let stranger = suite.tenant("Isojoki").await;
    let planner = tenant.planner().await;
    let email = email_of(&planner).await;
    reset(&tenant.admin, &planner)
        .await
        .assert_problem(409, "no_second_factor");
    App::of(&suite, &planner).await;
    reset(&tenant.planner().await, &planner)
        .await
        .assert_problem(403, "not_allowed");
    reset(&stranger.admin, &planner)
        .await
        .assert_problem(404, "person_not_found");
    reset(&tenant.admin, &planner).await.gone();
    planner.get("/api/v1/units").await.assert_problem(401, "revoked_token");
    with_password(&suite, &email).await.created();
    let told = letter(&suite, &email, "was removed by an administrator").await;
    assert!(told.contains("/second-factor"), "{told}");
    let mine = format!("/api/v1/memberships?person_id={}", planner.person_id.unwrap());
    let membership = tenant.admin.get(&mine).await.ok().items()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let history = tenant
        .admin
        .get(&format!("/api/v1/memberships/{membership}/history"))
        .await
        .ok()
        .items();
    let noted = history
        .iter()
        .find(|step| step["event"] == "second_factor_reset")
        .unwrap();
    assert_eq!(noted["actor_id"], tenant.admin.person_id.unwrap().to_string());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_resets_neither_ones_own_nor_with_an_old_proof() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let planner = tenant.planner().await;
    App::of(&suite, &planner).await;
    App::of(&suite, &tenant.admin).await;
    reset(&tenant.admin, &tenant.admin)
        .await
        .assert_problem(409, "own_second_factor");
    suite.advance(SignedDuration::from_mins(16));
    tenant.admin.renew().await;
    reset(&tenant.admin, &planner)
        .await
        .assert_problem(403, "step_up_required");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whom_two_organisations_trust_the_operator_alone_resets_it_and_both_read_of_it() {
    let suite = Suite::start().await;
    let (one, other) = (suite.tenant("Teuva").await, suite.tenant("Isojoki").await);
    let planner = one.planner().await;
    let email = email_of(&planner).await;
    let guest = json!({"email": email, "name": "Planner", "language": "en", "roles": [{"role": "reader"}]});
    let invited = other.admin.post("/api/v1/invitations", guest).await.created();
    let accept = json!({"token": token(&invited.json["accept_url"]), "password": PASSWORD});
    suite
        .visitor()
        .post("/api/v1/invitations/accept", accept)
        .await
        .created();
    planner.renew().await;
    App::of(&suite, &planner).await;
    for admin in [&one.admin, &other.admin] {
        reset(admin, &planner).await.assert_problem(409, "operator_needed");
    }
    let by_address = "/api/v1/people/second-factor-resets";
    let asked = json!({"email": email});
    one.admin
        .post(by_address, asked.clone())
        .await
        .assert_problem(403, "operators_only");
    let operator = suite.operator().await;
    let unknown = json!({"email": "nobody@example.org"});
    operator
        .post(by_address, unknown)
        .await
        .assert_problem(404, "person_not_found");
    operator.post(by_address, asked).await.gone();
    with_password(&suite, &email).await.created();
    for tenant in [&one, &other] {
        let events = "SELECT count(*) AS count FROM tenants.journal WHERE event = 'second_factor_reset' AND aggregate = 'membership'";
        let sql = format!("{events} AND tenant_id = '{}'", tenant.id);
        assert_eq!(suite.database.count(&sql).await, 1, "{}", tenant.name);
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_no_way_around_the_second_factor() {
    let suite = Suite::start().await;
    let (one, other) = (suite.tenant("Teuva").await, suite.tenant("Isojoki").await);
    let planner = one.planner().await;
    let email = email_of(&planner).await;
    let app = App::of(&suite, &planner).await;
    let guest = json!({"email": email, "name": "Planner", "language": "en", "roles": [{"role": "reader"}]});
    let invited = other.admin.post("/api/v1/invitations", guest).await.created();
    let accept = json!({"token": token(&invited.json["accept_url"]), "password": PASSWORD});
    let accepted = suite.visitor().post("/api/v1/invitations/accept", accept).await.ok();
    assert!(accepted.json["token"].is_null());
    let challenge = accepted.json["challenge"].as_str().unwrap();
    let opened = with_code(&suite, challenge, &app.next_code(&suite)).await.created();
    assert_eq!(opened.json["organisations"].as_array().unwrap().len(), 2);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_replaced_does_not_replace_the_second_factor() {
    let suite = Suite::start().await;
    let planner = suite.tenant("Teuva").await.planner().await;
    let email = email_of(&planner).await;
    App::of(&suite, &planner).await;
    let open = challenge(&suite, &email).await;
    let asked = json!({"email": email});
    suite.visitor().post("/api/v1/password-resets", asked).await.expect(202);
    let text = letter(&suite, &email, "/reset-password?token=").await;
    let link = text.split("/reset-password?token=").nth(1).unwrap();
    let new = json!({"token": link.lines().next().unwrap().trim(), "password": "another long password"});
    suite
        .visitor()
        .post("/api/v1/password-resets/complete", new)
        .await
        .gone();
    with_code(&suite, &open, "000000")
        .await
        .assert_problem(401, "challenge_over");
    let body = json!({"email": email, "password": "another long password"});
    suite.visitor().post("/api/v1/sessions", body).await.ok();
    suite.stop().await;
}
