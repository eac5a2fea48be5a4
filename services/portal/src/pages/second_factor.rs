//! Two-step sign-in: taking it into use, recovery codes, stopping it; and removing it for somebody who has lost it.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{Answer, Id, form_page::FormPage, refuse, see_other, show};
use crate::{
    clients::{
        Caller, Problem,
        tenants::{RecoveryCodes, SecondFactor, SetUp},
    },
    fault::Fault,
    forms::{Control, Form},
    page::{Page, Section},
    qr::Pattern,
    reader::{Member, Reader, SignedIn, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(overview)
        .service(set_up)
        .service(confirm)
        .service(ask_renew)
        .service(renew)
        .service(ask_remove)
        .service(remove)
        .service(ask_reset)
        .service(reset)
        .service(ask_operator_reset)
        .service(operator_reset);
}

const MINE: &str = "/people/me/second-factor";

/// One's own second factor belongs to the session, whatever organisation one acts for.
fn own(reader: &SignedIn) -> Caller<'_> {
    reader.portal.api.as_session(reader.session(), &reader.origin)
}

#[derive(Template)]
#[template(path = "pages/second-factor.html")]
struct OverviewPage {
    page: Page,
    second_factor: SecondFactor,
}

#[get("/second-factor")]
async fn overview(reader: SignedIn) -> Answer {
    let second_factor: SecondFactor = own(&reader).get(MINE).await?;
    let page = Page::new(&reader, Section::Own);
    show(&reader, &OverviewPage { page, second_factor })
}

#[derive(Template)]
#[template(path = "pages/second-factor-set-up.html")]
struct SetUpPage {
    page: Page,
    pattern: Option<Pattern>,
    /// In groups, to be typed.
    secret: String,
    form: Form,
}

fn confirm_form(reader: &Reader, shown: &SetUp) -> Form {
    Form::new(reader, "/second-factor/confirm", "second-factor-confirm-submit")
        .cancel("/second-factor")
        // Once more on the page that says that a code was wrong: the service tells it only once.
        .hidden("secret", &shown.secret)
        .hidden("otpauth_uri", &shown.otpauth_uri)
        .line("code", "app-code")
        .autocomplete("one-time-code")
        .required()
}

fn set_up_view(reader: &Reader, shown: &SetUp, form: Form) -> SetUpPage {
    let letters: Vec<char> = shown.secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    SetUpPage {
        page: Page::new(reader, Section::Own),
        pattern: Pattern::of(&shown.otpauth_uri),
        secret: groups.join(" "),
        form,
    }
}

#[post("/second-factor/set-up")]
async fn set_up(reader: SignedIn, submitted: Submitted) -> Answer {
    let shown: SetUp = own(&reader).post(MINE, json!({}), submitted.get("key")).await?;
    let form = confirm_form(&reader, &shown);
    show(&reader, &set_up_view(&reader, &shown, form))
}

#[derive(Template)]
#[template(path = "pages/recovery-codes.html")]
struct CodesPage {
    page: Page,
    codes: Vec<String>,
}

fn codes_view(reader: &Reader, codes: RecoveryCodes) -> CodesPage {
    CodesPage {
        page: Page::new(reader, Section::Own),
        codes: codes.recovery_codes,
    }
}

/// What a form that asks for a code does with it.
async fn with_code<T: serde::de::DeserializeOwned>(
    reader: &SignedIn,
    path: &str,
    form: &mut Form,
) -> Result<Option<T>, Fault> {
    if !form.is_complete() {
        return Ok(None);
    }
    let body = json!({ "code": form.value("code") });
    match own(reader).post(&format!("{MINE}{path}"), body, &form.key).await {
        Ok(done) => Ok(Some(done)),
        Err(problem) => {
            form.refuse(problem)?;
            Ok(None)
        }
    }
}

#[post("/second-factor/confirm")]
async fn confirm(reader: SignedIn, submitted: Submitted) -> Answer {
    let shown = SetUp {
        secret: submitted.get("secret").to_owned(),
        otpauth_uri: submitted.get("otpauth_uri").to_owned(),
    };
    let mut form = confirm_form(&reader, &shown).fill(&submitted);
    match with_code(&reader, "/confirm", &mut form).await? {
        Some(codes) => show(&reader, &codes_view(&reader, codes)),
        None => refuse(&reader, &set_up_view(&reader, &shown, form)),
    }
}

fn code_form(reader: &Reader, action: &str, submit: &str) -> Form {
    Form::new(reader, action, submit)
        .cancel("/second-factor")
        .line("code", "code")
        .autocomplete("one-time-code")
        .required()
}

fn renew_form(reader: &Reader) -> Form {
    code_form(reader, "/second-factor/recovery-codes", "recovery-codes-renew-submit")
}

fn renew_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Own, "recovery-codes-renew", form)
}

#[get("/second-factor/recovery-codes")]
async fn ask_renew(reader: SignedIn) -> Answer {
    show(&reader, &renew_view(&reader, renew_form(&reader)))
}

#[post("/second-factor/recovery-codes")]
async fn renew(reader: SignedIn, submitted: Submitted) -> Answer {
    let mut form = renew_form(&reader).fill(&submitted);
    match with_code(&reader, "/recovery-codes", &mut form).await? {
        Some(codes) => show(&reader, &codes_view(&reader, codes)),
        None => refuse(&reader, &renew_view(&reader, form)),
    }
}

fn remove_form(reader: &Reader) -> Form {
    code_form(reader, "/second-factor/remove", "second-factor-remove-submit")
}

fn remove_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Own, "second-factor-remove", form)
}

#[get("/second-factor/remove")]
async fn ask_remove(reader: SignedIn) -> Answer {
    show(&reader, &remove_view(&reader, remove_form(&reader)))
}

#[post("/second-factor/remove")]
async fn remove(reader: SignedIn, submitted: Submitted) -> Answer {
    let mut form = remove_form(&reader).fill(&submitted);
    match with_code::<Value>(&reader, "/remove", &mut form).await? {
        Some(_) => Ok(see_other("/second-factor?done=second-factor-removed")),
        None => refuse(&reader, &remove_view(&reader, form)),
    }
}

fn reset_form(reader: &Reader, person: &str) -> Form {
    Form::new(
        reader,
        format!("/people/{person}/second-factor"),
        "second-factor-reset-submit",
    )
    .cancel("/people")
}

fn reset_view(reader: &Reader, name: &str, form: Form) -> FormPage {
    let mut view = FormPage::new(reader, Section::People, "second-factor-reset", form);
    view.title = view.page.with("second-factor-reset-of", "name", name);
    view
}

async fn name_of(reader: &Member, person: &Id) -> Result<String, Fault> {
    let person: Value = reader.api().get(&format!("/people/{person}")).await?;
    Ok(person
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned())
}

#[get("/people/{id}/second-factor")]
async fn ask_reset(reader: Member, id: Id) -> Answer {
    reader.must(rights::RESET_SECOND_FACTORS)?;
    let name = name_of(&reader, &id).await?;
    show(
        &reader,
        &reset_view(&reader, &name, reset_form(&reader, &id.to_string())),
    )
}

#[post("/people/{id}/second-factor")]
async fn reset(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let mut form = reset_form(&reader, &id.to_string()).fill(&submitted);
    let path = format!("/people/{id}/second-factor/reset");
    match reader.api().post::<Value>(&path, json!({}), &form.key).await {
        Ok(_) => Ok(see_other("/people?done=second-factor-reset")),
        Err(problem) => {
            form.refuse(problem)?;
            let name = name_of(&reader, &id).await?;
            refuse(&reader, &reset_view(&reader, &name, form))
        }
    }
}

fn operator_form(reader: &Reader) -> Form {
    Form::new(reader, "/second-factor-resets", "second-factor-reset-submit")
        .cancel("/requests")
        .email("email", "email")
        .autocomplete("off")
        .required()
}

fn operator_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Requests, "second-factor-reset", form)
}

#[get("/second-factor-resets")]
async fn ask_operator_reset(reader: SignedIn) -> Answer {
    if !reader.is_operator() {
        return Err(Fault::NotAllowed);
    }
    show(&reader, &operator_view(&reader, operator_form(&reader)))
}

#[post("/second-factor-resets")]
async fn operator_reset(reader: SignedIn, submitted: Submitted) -> Answer {
    let mut form = operator_form(&reader).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &operator_view(&reader, form));
    }
    let path = "/people/second-factor-resets";
    match reader.api().post::<Value>(path, form.body(), &form.key).await {
        Ok(_) => Ok(see_other("/requests?done=second-factor-reset")),
        Err(problem) => {
            // That nobody has the address is a fault of this form, not of the page.
            let status = if problem.status == 404 { 422 } else { problem.status };
            form.refuse(Problem { status, ..problem })?;
            refuse(&reader, &operator_view(&reader, form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use crate::clients::tenants::KnownCodes;
    let shown = SetUp {
        secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
        otpauth_uri: "otpauth://totp/Samverka:a%40b.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Samverka"
            .to_owned(),
    };
    let faced = |second_factor| OverviewPage {
        page: Page::new(reader, Section::Own),
        second_factor,
    };
    let used = SecondFactor {
        confirmed_at: Some("2026-11-20T08:00:00Z".to_owned()),
        recovery_codes: KnownCodes {
            left: 9,
            used_at: vec!["2026-11-21T08:00:00Z".to_owned()],
        },
    };
    let codes = RecoveryCodes {
        recovery_codes: vec!["k7m2-p9qx-4tnd-0hs3".to_owned(), "x7m2-p9qx-4tnd-0hs3".to_owned()],
    };
    let mut wrong = confirm_form(reader, &shown);
    wrong.is_complete();
    let plain = [
        ("second-factor-remove", remove_view(reader, remove_form(reader))),
        ("recovery-codes-renew", renew_view(reader, renew_form(reader))),
        (
            "second-factor-reset",
            reset_view(reader, "Planner", reset_form(reader, "p1")),
        ),
        ("second-factor-resets", operator_view(reader, operator_form(reader))),
    ];
    let mut all: Vec<(String, String)> = plain
        .iter()
        .map(|(name, view)| ((*name).to_owned(), view.render().unwrap()))
        .collect();
    all.extend([
        (
            "second-factor-off".to_owned(),
            faced(SecondFactor::default()).render().unwrap(),
        ),
        ("second-factor-on".to_owned(), faced(used).render().unwrap()),
        (
            "second-factor-set-up".to_owned(),
            set_up_view(reader, &shown, confirm_form(reader, &shown))
                .render()
                .unwrap(),
        ),
        (
            "second-factor-set-up-refused".to_owned(),
            set_up_view(reader, &shown, wrong).render().unwrap(),
        ),
        ("recovery-codes".to_owned(), codes_view(reader, codes).render().unwrap()),
    ]);
    all
}
