//! One agreement: what the viewer sees by it and what not, the terms, the decision, what happened.

use actix_web::{get, web::ServiceConfig};
use askama::Template;

use super::super::{Answer, Id, show};
use crate::{
    clients::{
        shared::{List, Period},
        tenants::{Agreement, Happening, Membership},
    },
    html::Html,
    page::{Page, Section},
    reader::{Member, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(one);
}

#[derive(Template)]
#[template(path = "pages/sharing.html")]
pub struct AgreementPage {
    page: Page,
    agreement: Agreement,
    /// Whether the owner can change the terms; whether the reader's side can end it.
    may_change: bool,
    may_end: bool,
    history: Vec<HistoryRow>,
}

struct HistoryRow {
    event: String,
    at: String,
    who: Html,
    reason: String,
}

impl AgreementPage {
    fn gives(&self) -> bool {
        self.agreement.gives()
    }

    fn validity(&self) -> String {
        self.page.period(&Period {
            from: self.agreement.valid_from.clone(),
            to: self.agreement.valid_to.clone(),
        })
    }
}

pub fn view(page: Page, agreement: Agreement, history: &[Happening], members: &[Membership]) -> AgreementPage {
    let row = |happened: &Happening| HistoryRow {
        event: page.choice("sharing-event", &happened.event),
        at: page.date(&happened.recorded_at),
        who: who(&page, happened, &agreement, members),
        reason: happened.reason.clone(),
    };
    let acts = page.may(rights::MANAGE_SHARING) && agreement.stands();
    AgreementPage {
        history: history.iter().map(row).collect(),
        may_change: acts && agreement.gives(),
        may_end: acts,
        page,
        agreement,
    }
}

/// Of one's own organisation the person, of the other one its name.
fn who(page: &Page, happened: &Happening, agreement: &Agreement, members: &[Membership]) -> Html {
    match &happened.actor_id {
        None => page.text(agreement.other()),
        Some(id) => members
            .iter()
            .find(|member| member.person_id == *id)
            .map_or_else(|| Html::text("–"), |member| Html::text(&member.person_name)),
    }
}

#[get("/sharing/{id}")]
async fn one(reader: Member, id: Id) -> Answer {
    let api = reader.api();
    let path = format!("/sharing-agreements/{id}");
    let (history_path, many) = (format!("{path}/history"), [("limit", "200".to_owned())]);
    let (agreement, history, members) = futures::try_join!(
        api.get::<Agreement>(&path),
        api.get::<List<Happening>>(&history_path),
        api.get_with::<List<Membership>>("/memberships", &many)
    )?;
    let page = Page::new(&reader, Section::Sharing);
    show(&reader, &view(page, agreement, &history.items, &members.items))
}
