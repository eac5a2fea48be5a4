//! The people of an organisation, and inviting one.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    choices,
    clients::{
        HeldRole,
        shared::List,
        tenants::{Invitation, Membership},
    },
    forms::{Field, Form},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(list)
        .service(ask_invite)
        .service(invite)
        .service(withdraw);
}

#[derive(Template)]
#[template(path = "pages/people.html")]
struct PeoplePage {
    page: Page,
    people: Vec<PersonRow>,
    invitations: Vec<InvitationRow>,
    may_invite: bool,
    /// Whether anybody has a title; whether any invitation can be taken back.
    titled: bool,
    acts: bool,
    key: String,
}

impl PeoplePage {
    fn may_reset(&self) -> bool {
        self.page.may(rights::RESET_SECOND_FACTORS)
    }
}

struct PersonRow {
    id: String,
    membership: String,
    name: String,
    title: Html,
    roles: Html,
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

fn roles(page: &Page, roles: &[HeldRole], units: &Names) -> Html {
    let role = |held: &HeldRole| {
        let word = Html::text(&page.choice("role", &held.role));
        match &held.unit_id {
            Some(unit) => Html::join(&[word, units.name(page, unit)], ": "),
            None => word,
        }
    };
    Html::join(&roles.iter().map(role).collect::<Vec<_>>(), ", ")
}

fn view(reader: &Reader, memberships: &[Membership], invitations: &[Invitation], units: &Names) -> PeoplePage {
    let page = Page::new(reader, Section::People);
    let person = |membership: &Membership| PersonRow {
        id: membership.person_id.clone(),
        membership: membership.id.clone(),
        name: membership.person_name.clone(),
        title: page.text(&membership.title),
        roles: roles(&page, &membership.roles, units),
    };
    let invitation = |invitation: &Invitation| InvitationRow {
        id: invitation.id.clone(),
        version: invitation.version,
        open: invitation.state == "open",
        name: invitation.name.clone(),
        email: Html::email(&invitation.email),
        roles: roles(&page, &invitation.roles, units),
        state: page.choice("invitation-state", &invitation.state),
        expires_at: page.date(&invitation.expires_at),
    };
    let present = memberships.iter().filter(|membership| membership.valid_to.is_empty());
    let people: Vec<PersonRow> = present.map(person).collect();
    let may_invite = page.may(rights::EDIT_PEOPLE);
    PeoplePage {
        titled: people.iter().any(|person| !person.title.is_empty()),
        people,
        acts: may_invite && invitations.iter().any(|invitation| invitation.state == "open"),
        invitations: invitations.iter().map(invitation).collect(),
        may_invite,
        key: hex::encode(rand::random::<[u8; 16]>()),
        page,
    }
}

#[get("/people")]
async fn list(reader: Member) -> Answer {
    let api = reader.api();
    let many = [("limit", "200".to_owned())];
    let (memberships, invitations, units) = futures::try_join!(
        api.get_with::<List<Membership>>("/memberships", &many),
        api.get_with::<List<Invitation>>("/invitations", &many),
        lookups::units(&reader)
    )?;
    show(&reader, &view(&reader, &memberships.items, &invitations.items, &units))
}

fn invite_form(reader: &Reader, units: &Names) -> Form {
    let page = Page::new(reader, Section::People);
    let voice = reader.voice;
    Form::new(reader, "/people/invite", "invite-submit")
        .cancel("/people")
        .line("name", "person-name")
        .required()
        .email("email", "email")
        .autocomplete("off")
        .required()
        .texts("title", "person-title")
        .push(Field::choice(voice, "language", "person-language", &choices::LANGUAGE))
        .preset(voice.language.code())
        .required()
        .push(Field::choice(voice, "role", "role", &choices::ROLE))
        .required()
        .choice("unit_id", "role-unit", units.options(&page))
}

fn invite_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::People, "invite", form)
}

#[get("/people/invite")]
async fn ask_invite(reader: Member) -> Answer {
    reader.must(rights::EDIT_PEOPLE)?;
    let units = lookups::units(&reader).await?;
    show(&reader, &invite_view(&reader, invite_form(&reader, &units)))
}

#[derive(Template)]
#[template(path = "pages/invited.html")]
struct InvitedPage {
    page: Page,
    name: String,
    accept_url: Option<String>,
}

#[post("/people/invite")]
async fn invite(reader: Member, submitted: Submitted) -> Answer {
    let units = lookups::units(&reader).await?;
    let mut form = invite_form(&reader, &units).fill(&submitted);
    if form.is_complete() && form.value("role") == "contributor" && form.value("unit_id").is_empty() {
        form.refuse_field("unit_id", reader.voice.say("role-unit-needed"));
    }
    if !form.faults.is_empty() {
        return refuse(&reader, &invite_view(&reader, form));
    }
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        let role = json!({ "role": map.remove("role"), "unit_id": map.remove("unit_id") });
        map.insert("roles".to_owned(), json!([role]));
        map.retain(|_, value| !value.is_null());
    }
    match reader.api().post::<Invitation>("/invitations", body, &form.key).await {
        Ok(invitation) => {
            let page = Page::new(&reader, Section::People);
            show(
                &reader,
                &InvitedPage {
                    page,
                    name: invitation.name,
                    accept_url: invitation.accept_url,
                },
            )
        }
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &invite_view(&reader, form))
        }
    }
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
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let units = Names::sample(&[("u1", "Opetuslautakunta")]);
    let held = || {
        vec![
            HeldRole {
                role: "admin".to_owned(),
                unit_id: None,
            },
            HeldRole {
                role: "contributor".to_owned(),
                unit_id: Some("u1".to_owned()),
            },
        ]
    };
    let membership = Membership {
        person_id: "p1".to_owned(),
        person_name: "Planner".to_owned(),
        roles: held(),
        ..Membership::default()
    };
    let invitation = |state: &str| Invitation {
        id: "i1".to_owned(),
        state: state.to_owned(),
        name: "Reader".to_owned(),
        email: "reader@example.org".to_owned(),
        roles: held(),
        expires_at: "2026-12-01T00:00:00Z".to_owned(),
        ..Invitation::default()
    };
    let invited = |accept_url: Option<&str>| InvitedPage {
        page: Page::new(reader, Section::People),
        name: "Reader".to_owned(),
        accept_url: accept_url.map(str::to_owned),
    };
    vec![
        (
            "people".to_owned(),
            view(
                reader,
                &[membership],
                &[invitation("open"), invitation("accepted")],
                &units,
            )
            .render()
            .unwrap(),
        ),
        (
            "people-none".to_owned(),
            view(reader, &[], &[], &units).render().unwrap(),
        ),
        (
            "invite".to_owned(),
            askama::Template::render(&invite_view(reader, invite_form(reader, &units))).unwrap(),
        ),
        (
            "invited".to_owned(),
            invited(Some("https://example.org/invitation?token=x"))
                .render()
                .unwrap(),
        ),
    ]
}
