//! Requests for a subscription, as the operator or the association decides them.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{Answer, Id, list_page::ListPage, refuse, see_other, show};
use crate::{
    choices,
    clients::{shared::List, tenants::Subscription},
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
    /// Shown once, right after the invitation: the service does not tell it again.
    link: Option<Link>,
}

struct Link {
    /// What was done.
    done: String,
    url: String,
}

fn approve_form(reader: &Reader, subscription: &Subscription) -> Form {
    Form::new(
        reader,
        format!("/requests/{}/approve", subscription.id),
        "request-approve",
    )
    .area("note", "request-note")
    .seen(subscription.version)
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

fn view(reader: &Reader, subscription: Subscription) -> RequestPage {
    let page = Page::new(reader, Section::Requests);
    let awaited = !matches!(subscription.invitation.as_str(), "" | "accepted");
    RequestPage {
        status: status(&page, &subscription.status),
        approve: approve_form(reader, &subscription),
        reject: reject_form(reader, &subscription),
        invite_again: awaited.then(|| invite_again_form(reader, &subscription)),
        link: None,
        page,
        subscription,
    }
}

/// The page after an invitation, with the link that its answer told.
fn invited_view(reader: &Reader, subscription: Subscription, answer: &Value, done: &str) -> RequestPage {
    let mut view = view(reader, subscription);
    view.link = answer.get("accept_url").and_then(Value::as_str).map(|url| Link {
        done: view.page.t(done),
        url: url.to_owned(),
    });
    view
}

#[get("/requests/{id}")]
async fn one(reader: SignedIn, id: Id) -> Answer {
    let subscription: Subscription = reader.api().get(&format!("/subscriptions/{id}")).await?;
    show(&reader, &view(&reader, subscription))
}

#[post("/requests/{id}/approve")]
async fn approve_request(reader: SignedIn, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/subscriptions/{id}");
    let note = submitted.get("note");
    let body = if note.is_empty() {
        json!({})
    } else {
        json!({ "note": note })
    };
    let version = submitted.get("version").parse().ok();
    let approved: Value = reader
        .api()
        .act(&format!("{path}/approve"), body, version, submitted.get("key"))
        .await?;
    // The answer may tell less than the resource, so both are read.
    let subscription: Subscription = reader.api().get(&path).await?;
    show(
        &reader,
        &invited_view(&reader, subscription, &approved, "request-approved"),
    )
}

#[post("/requests/{id}/invite-again")]
async fn invite_again(reader: SignedIn, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/subscriptions/{id}");
    let subscription: Subscription = reader.api().get(&path).await?;
    let mut form = invite_again_form(&reader, &subscription).fill(&submitted);
    if form.is_complete() {
        match reader
            .api()
            .act::<Value>(&format!("{path}/invite-again"), json!({}), form.version, &form.key)
            .await
        {
            Ok(invited) => {
                let subscription: Subscription = reader.api().get(&path).await?;
                let view = invited_view(&reader, subscription, &invited, "request-invited-again");
                return show(&reader, &view);
            }
            Err(problem) => form.refuse(problem)?,
        }
    }
    // Shown even when nobody is awaited any more: beside it stands why it was refused.
    let mut view = view(&reader, subscription);
    view.invite_again = Some(form);
    refuse(&reader, &view)
}

#[post("/requests/{id}/reject")]
async fn reject_request(reader: SignedIn, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/subscriptions/{id}");
    let subscription: Subscription = reader.api().get(&path).await?;
    let mut view = view(&reader, subscription);
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
    };
    let page = || Page::new(reader, Section::Requests);
    let rows = vec![row(&page(), &subscription("requested", ""))];
    let full = listing(&page(), &Asked::default()).fill(&page(), rows, Some("cursor"));
    let empty = listing(&page(), &Asked::sample(&[("status", "trial")])).fill(&page(), Vec::new(), None);
    let answer = json!({"accept_url": "https://example.org/invitation?token=x"});
    let told = |done: &str| invited_view(reader, subscription("trial", "open"), &answer, done);
    let mut unconfirmed = invite_again_form(reader, &subscription("trial", "expired"));
    assert!(!unconfirmed.is_complete(), "it is sent when that was ticked");
    let mut too_late = view(reader, subscription("trial", "accepted"));
    too_late.invite_again = Some(unconfirmed);
    vec![
        ("requests".to_owned(), list_view(page(), full).render().unwrap()),
        ("requests-empty".to_owned(), list_view(page(), empty).render().unwrap()),
        (
            "request".to_owned(),
            view(reader, subscription("requested", "")).render().unwrap(),
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
            view(reader, subscription("active", "accepted")).render().unwrap(),
        ),
        ("request-invited-too-late".to_owned(), too_late.render().unwrap()),
    ]
}
