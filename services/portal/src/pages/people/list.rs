use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use serde_json::{Value, json};

use super::{
    super::{Answer, Id, files, lookups, lookups::Names, saved_views, see_other, show},
    ended, name, roles,
};
use crate::{
    clients::{
        shared::List,
        tenants::{Invitation, Membership},
    },
    fault::Fault,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(as_file).service(withdraw);
}

const FILTERS: [&str; 1] = ["ended"];

#[derive(Template)]
#[template(path = "pages/people.html")]
struct PeoplePage {
    page: Page,
    actions: Vec<(String, String)>,
    listing: Listing,
    invitations: Vec<InvitationRow>,
    /// Whether any invitation can be taken back.
    acts: bool,
    key: String,
}

struct InvitationRow {
    id: String,
    version: i64,
    open: bool,
    name: String,
    email: Html,
    roles: Html,
    state: String,
    expires_at: String,
}

fn listing(page: &Page, asked: &Asked) -> Listing {
    Listing::new(page, "/people", &page.t("people-title"), asked, &FILTERS)
        .filter(Field::new(page.reader.voice, "ended", "people-ended", Control::Tick))
        .column(page.t("person-name"), Some("name"))
        .column(page.t("person-title"), None)
        .column(page.t("roles"), None)
        .column(page.t("validity"), None)
        .counted("people-count")
        .empty(page.t("people-none"))
        .with_files()
}

fn row(page: &Page, membership: &Membership, units: &Names) -> Vec<Html> {
    let link = Html::link(
        &format!("/memberships/{}", membership.id),
        &Html::text(&name(page, membership)),
    );
    vec![
        Html::join(&[link, ended(page, membership)], " "),
        page.text(&membership.title),
        roles(page, &membership.roles, units),
        Html::text(&page.period(&membership.validity())),
    ]
}

fn view(page: Page, listing: Listing, invitations: &[Invitation], units: &Names) -> PeoplePage {
    let row = |invitation: &Invitation| InvitationRow {
        id: invitation.id.clone(),
        version: invitation.version,
        open: invitation.state == "open",
        name: invitation.name.clone(),
        email: Html::email(&invitation.email),
        roles: roles(&page, &invitation.roles, units),
        state: page.choice("invitation-state", &invitation.state),
        expires_at: page.date(&invitation.expires_at),
    };
    let may_invite = page.may(rights::EDIT_PEOPLE);
    PeoplePage {
        actions: may_invite
            .then(|| ("/people/invite".to_owned(), page.t("invite-title")))
            .into_iter()
            .collect(),
        acts: may_invite && invitations.iter().any(|invitation| invitation.state == "open"),
        invitations: invitations.iter().map(row).collect(),
        key: crate::forms::fresh_key(),
        listing,
        page,
    }
}

/// Who was invited, for whoever may see it, below the first page of those who are here.
async fn invitations(reader: &Member, asked: &Asked) -> Result<Vec<Invitation>, Fault> {
    if !reader.may(rights::READ_INVITATIONS) || !asked.get("after").is_empty() {
        return Ok(Vec::new());
    }
    let many = [("limit", "200".to_owned())];
    let found: List<Invitation> = reader.api().get_with("/invitations", &many).await?;
    Ok(found.items)
}

#[get("/people")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::People);
    let listing = listing(&page, &asked);
    let ((found, views), invitations, units) = futures::try_join!(
        saved_views::beside::<Membership>(&reader, &listing, "/memberships"),
        invitations(&reader, &asked),
        lookups::units(&reader)
    )?;
    let rows = found.items.iter().map(|one| row(&page, one, &units)).collect();
    let listing = listing
        .fill(&page, rows, found.next.as_deref())
        .with_views(&page, views);
    show(&reader, &view(page, listing, &invitations, &units))
}

/// The list as a file.
#[get("/people.{kind:csv|xlsx}")]
async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    let mut query = asked.kept(&FILTERS);
    query.extend(asked.kept(&["sort"]));
    files::file(&reader, "/memberships", query, ("people", &kind)).await
}

#[post("/people/invitations/{id}/withdraw")]
async fn withdraw(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let version = submitted.get("version").parse().ok();
    let _invitation: Value = reader
        .api()
        .act(
            &format!("/invitations/{id}/withdraw"),
            json!({}),
            version,
            submitted.get("key"),
        )
        .await?;
    Ok(see_other("/people?done=saved"))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, Section::People);
    let units = Names::sample(&[("u1", "Opetuslautakunta")]);
    let gone = Membership {
        id: "m2".to_owned(),
        ended: true,
        valid_to: "2020-12-31".to_owned(),
        ..Membership::default()
    };
    let invitation = |state: &str| Invitation {
        id: "i1".to_owned(),
        state: state.to_owned(),
        name: "Reader".to_owned(),
        email: "reader@example.org".to_owned(),
        roles: super::show::sample().roles,
        expires_at: "2026-12-01T00:00:00Z".to_owned(),
        ..Invitation::default()
    };
    let rows = [super::show::sample(), gone];
    let rows = rows.iter().map(|one| row(&page(), one, &units)).collect();
    let asked = Asked::sample(&[("ended", "true")]);
    let full = listing(&page(), &asked).fill(&page(), rows, Some("cursor"));
    let none = listing(&page(), &Asked::default()).fill(&page(), Vec::new(), None);
    let invited = [invitation("open"), invitation("accepted")];
    vec![
        (
            "people".to_owned(),
            view(page(), full, &invited, &units).render().unwrap(),
        ),
        (
            "people-none".to_owned(),
            view(page(), none, &[], &units).render().unwrap(),
        ),
    ]
}
