//! Requests for a subscription, as the operator or the association decides them.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{
    Answer, Id,
    list_page::ListPage,
    operations::{Plans, offered},
    refuse, see_other, show,
};
use crate::{
    choices,
    clients::{shared::List, tenants::Subscription},
    fault::Fault,
    forms::{Control, Field, Form},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Reader, SignedIn, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(list)
        .service(one)
        .service(approve_request)
        .service(move_to_plan)
        .service(invite_again)
        .service(reject_request);
}

const FILTERS: [&str; 1] = ["status"];

fn listing(page: &Page, asked: &Asked) -> Listing {
    Listing::new(page, "/requests", &page.t("requests-title"), asked, &FILTERS)
        .filter(Field::choice(
            page.reader.voice,
            "status",
            "status",
            &choices::SUBSCRIPTION_STATUS,
        ))
        .column(page.t("organisation-name"), None)
        .column(page.t("organisation-kind"), None)
        .column(page.t("country"), None)
        .column(page.t("contact"), None)
        .column(page.t("status"), None)
        .counted("requests-count")
        .empty(page.t("requests-none"))
}

fn row(page: &Page, subscription: &Subscription) -> Vec<Html> {
    let name = Html::text(&page.plain(&subscription.organisation.name));
    vec![
        Html::link(&format!("/requests/{}", subscription.id), &name),
        Html::text(&page.choice("organisation-kind", &subscription.organisation.kind)),
        Html::text(&page.choice("country", &subscription.organisation.country)),
        Html::text(&subscription.contact.name),
        status(page, &subscription.status),
    ]
}

fn status(page: &Page, status: &str) -> Html {
    let colour = match status {
        "requested" => "warning",
        "trial" | "active" => "success",
        _ => "neutral",
    };
    Html::tag(colour, &page.choice("subscription-status", status))
}

fn list_view(page: Page, listing: Listing) -> ListPage {
    let of_people = [
        ("/second-factor-resets", "second-factor-reset-title"),
        ("/erasures", "erase-of-title"),
    ]
    .map(|(path, label)| (path.to_owned(), page.t(label)));
    ListPage {
        back: None,
        title: page.t("requests-title"),
        lead: page.t("requests-lead"),
        actions: page
            .reader
            .is_operator()
            .then_some(of_people)
            .into_iter()
            .flatten()
            .collect(),
        listing,
        page,
    }
}

#[get("/requests")]
async fn list(reader: SignedIn, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Requests);
    let listing = listing(&page, &asked);
    let found: List<Subscription> = reader.api().get_with("/subscriptions", &listing.query()).await?;
    let rows = found
        .items
        .iter()
        .map(|subscription| row(&page, subscription))
        .collect();
    let listing = listing.fill(&page, rows, found.next.as_deref());
    show(&reader, &list_view(page, listing))
}

#[derive(Template)]
#[template(path = "pages/request.html")]
struct RequestPage {
    page: Page,
    subscription: Subscription,
    status: Html,
    approve: Form,
    reject: Form,
    /// Absent once somebody has come in: from then on the organisation invites.
    invite_again: Option<Form>,
    /// What its plan is called, and moving it to another: for the operator, once there is an organisation.
    moving: Option<(Html, Form)>,
    /// Shown once, right after the invitation: the service does not tell it again.
    link: Option<Link>,
}

struct Link {
    /// What was done.
    done: String,
    url: String,
}

fn approve_form(reader: &Reader, subscription: &Subscription, plans: &Plans) -> Form {
    let action = format!("/requests/{}/approve", subscription.id);
    let form = Form::new(reader, action, "request-approve");
    let options = plans.options(&Page::new(reader, Section::Requests), "");
    let form = if options.is_empty() {
        form
    } else {
        form.choice("plan_id", "request-plan", options)
    };
    form.area("note", "request-note").seen(subscription.version)
}

fn move_form(reader: &Reader, subscription: &Subscription, plans: &Plans) -> Form {
    let options = plans.options(&Page::new(reader, Section::Requests), &subscription.plan_id);
    let action = format!("/requests/{}/move-to-plan", subscription.id);
    Form::new(reader, action, "request-move")
        .choice("plan_id", "request-plan", options)
        .preset(&subscription.plan_id)
        .area("note", "request-note")
        .seen(subscription.version)
}

/// What its plan is called, and moving it to another, where that can be done.
fn moving(reader: &Reader, page: &Page, subscription: &Subscription, plans: &Plans) -> Option<(Html, Form)> {
    let is_there = matches!(subscription.status.as_str(), "trial" | "active" | "read_only");
    let name = plans.name(&subscription.plan_id).map(|name| page.text(name));
    let name = name.unwrap_or_else(|| Html::text(&page.t("request-no-plan")));
    (is_there && reader.is_operator()).then(|| (name, move_form(reader, subscription, plans)))
}

/// With a tick instead of a question in a window: it works without script.
fn invite_again_form(reader: &Reader, subscription: &Subscription) -> Form {
    Form::new(
        reader,
        format!("/requests/{}/invite-again", subscription.id),
        "request-invite-again",
    )
    .tick("confirmed", "request-invite-again-confirm")
    .required()
    .seen(subscription.version)
}

fn reject_form(reader: &Reader, subscription: &Subscription) -> Form {
    Form::new(
        reader,
        format!("/requests/{}/reject", subscription.id),
        "request-reject",
    )
    .area("reason", "reason")
    .required()
    .seen(subscription.version)
}

fn view(reader: &Reader, subscription: Subscription, plans: &Plans) -> RequestPage {
    let page = Page::new(reader, Section::Requests);
    let awaited = !matches!(subscription.invitation.as_str(), "" | "accepted");
    RequestPage {
        status: status(&page, &subscription.status),
        approve: approve_form(reader, &subscription, plans),
        moving: moving(reader, &page, &subscription, plans),
        reject: reject_form(reader, &subscription),
        invite_again: awaited.then(|| invite_again_form(reader, &subscription)),
        link: None,
        page,
        subscription,
    }
}

/// The page after an invitation, with the link that its answer told.
fn invited_view(
    reader: &Reader,
    subscription: Subscription,
    plans: &Plans,
    (answer, done): (&Value, &str),
) -> RequestPage {
    let mut view = view(reader, subscription, plans);
    view.link = answer.get("accept_url").and_then(Value::as_str).map(|url| Link {
        done: view.page.t(done),
        url: url.to_owned(),
    });
    view
}

#[get("/requests/{id}")]
async fn one(reader: SignedIn, id: Id) -> Answer {
    let (subscription, plans) = known(&reader, &format!("/subscriptions/{id}")).await?;
    show(&reader, &view(&reader, subscription, &plans))
}

/// A subscription, and the plans that its organisation may have.
async fn known(reader: &SignedIn, path: &str) -> Result<(Subscription, Plans), Fault> {
    let api = reader.api();
    futures::try_join!(api.get(path), offered(reader))
}

#[post("/requests/{id}/approve")]
async fn approve_request(reader: SignedIn, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/subscriptions/{id}");
    let said = ["note", "plan_id"].into_iter().map(|name| (name, submitted.get(name)));
    let body: Value = said
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let version = submitted.get("version").parse().ok();
    let approved: Value = reader
        .api()
        .act(&format!("{path}/approve"), body, version, submitted.get("key"))
        .await?;
    // The answer may tell less than the resource, so both are read.
    let (subscription, plans) = known(&reader, &path).await?;
    let told = (&approved, "request-approved");
    show(&reader, &invited_view(&reader, subscription, &plans, told))
}

#[post("/requests/{id}/move-to-plan")]
async fn move_to_plan(reader: SignedIn, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/subscriptions/{id}");
    let (subscription, plans) = known(&reader, &path).await?;
    let mut form = move_form(&reader, &subscription, &plans).fill(&submitted);
    let chosen = |name: &str| Some(form.value(name)).filter(|value| !value.is_empty());
    let body = json!({ "plan_id": chosen("plan_id"), "note": chosen("note") });
    match reader
        .api()
        .act::<Value>(&format!("{path}/move-to-plan"), body, form.version, &form.key)
        .await
    {
        Ok(_) => Ok(see_other(&format!("/requests/{id}?done=moved-to-plan"))),
        Err(problem) => {
            form.refuse(problem)?;
            let mut view = view(&reader, subscription, &plans);
            if let Some((_, shown)) = &mut view.moving {
                *shown = form;
            }
            refuse(&reader, &view)
        }
    }
}

#[post("/requests/{id}/invite-again")]
async fn invite_again(reader: SignedIn, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/subscriptions/{id}");
    let (subscription, plans) = known(&reader, &path).await?;
    let mut form = invite_again_form(&reader, &subscription).fill(&submitted);
    if form.is_complete() {
        match reader
            .api()
            .act::<Value>(&format!("{path}/invite-again"), json!({}), form.version, &form.key)
            .await
        {
            Ok(invited) => {
                let subscription: Subscription = reader.api().get(&path).await?;
                let told = (&invited, "request-invited-again");
                let view = invited_view(&reader, subscription, &plans, told);
                return show(&reader, &view);
            }
            Err(problem) => form.refuse(problem)?,
        }
    }
    // Shown even when nobody is awaited any more: beside it stands why it was refused.
    let mut view = view(&reader, subscription, &plans);
    view.invite_again = Some(form);
    refuse(&reader, &view)
}

#[post("/requests/{id}/reject")]
async fn reject_request(reader: SignedIn, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/subscriptions/{id}");
    let (subscription, plans) = known(&reader, &path).await?;
    let mut view = view(&reader, subscription, &plans);
    view.reject = view.reject.fill(&submitted);
    if !view.reject.is_complete() {
        return refuse(&reader, &view);
    }
    let form = &view.reject;
    match reader
        .api()
        .act::<Value>(&format!("{path}/reject"), form.body(), form.version, &form.key)
        .await
    {
        Ok(_) => Ok(see_other("/requests?done=request-rejected")),
        Err(problem) => {
            view.reject.refuse(problem)?;
            refuse(&reader, &view)
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use crate::clients::{
        shared::Text,
        tenants::{Contact, RequestedOrganisation},
    };
    let subscription = |status: &str, invitation: &str| Subscription {
        id: "019".to_owned(),
        version: 1,
        status: status.to_owned(),
        organisation: RequestedOrganisation {
            kind: "municipality".to_owned(),
            name: Text::fi("Teuva"),
            code: "846".to_owned(),
            country: "FI".to_owned(),
        },
        contact: Contact {
            name: "Head of administration".to_owned(),
            email: "administration@teuva.example.org".to_owned(),
            language: "fi".to_owned(),
        },
        message: "Suupohja".to_owned(),
        requested_at: "2026-11-20T08:00:00Z".to_owned(),
        trial_until: "2027-01-20".to_owned(),
        invitation: invitation.to_owned(),
        plan_id: if status == "active" { "p2" } else { "" }.to_owned(),
    };
    let plans = Plans::sample();
    let page = || Page::new(reader, Section::Requests);
    let rows = vec![row(&page(), &subscription("requested", ""))];
    let full = listing(&page(), &Asked::default()).fill(&page(), rows, Some("cursor"));
    let empty = listing(&page(), &Asked::sample(&[("status", "trial")])).fill(&page(), Vec::new(), None);
    let answer = json!({"accept_url": "https://example.org/invitation?token=x"});
    let told = |done: &str| invited_view(reader, subscription("trial", "open"), &plans, (&answer, done));
    let mut unconfirmed = invite_again_form(reader, &subscription("trial", "expired"));
    assert!(!unconfirmed.is_complete(), "it is sent when that was ticked");
    let mut too_late = view(reader, subscription("trial", "accepted"), &plans);
    too_late.invite_again = Some(unconfirmed);
    vec![
        ("requests".to_owned(), list_view(page(), full).render().unwrap()),
        ("requests-empty".to_owned(), list_view(page(), empty).render().unwrap()),
        (
            "request".to_owned(),
            view(reader, subscription("requested", ""), &plans).render().unwrap(),
        ),
        (
            "request-approved".to_owned(),
            told("request-approved").render().unwrap(),
        ),
        (
            "request-invited-again".to_owned(),
            told("request-invited-again").render().unwrap(),
        ),
        (
            "request-in-use".to_owned(),
            view(reader, subscription("active", "accepted"), &plans)
                .render()
                .unwrap(),
        ),
        ("request-invited-too-late".to_owned(), too_late.render().unwrap()),
    ]
}
