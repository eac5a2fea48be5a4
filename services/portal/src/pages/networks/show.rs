use actix_web::get;

use super::super::{
    Answer, Id,
    attachments::Attached,
    lookups,
    lookups::Names,
    related, show,
    thing_page::{Part, ThingPage},
};
use crate::{
    clients::{
        projects::{Activity, Network, NetworkMembership},
        shared::{List, Period},
    },
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

struct Known {
    units: Names,
    themes: Names,
}

fn memberships(page: &Page, id: &str, found: &[NetworkMembership], known: &Known) -> Part {
    let may = page.may(rights::EDIT_NETWORKS);
    let row = |one: &NetworkMembership| {
        let who = if one.outside_organisation.is_empty() {
            known.units.maybe(page, one.accountable_unit_id.as_deref())
        } else {
            Html::text(&one.outside_organisation)
        };
        let period = Period {
            from: one.since.clone(),
            to: one.until.clone(),
        };
        let whole = |number: Option<i64>| Html::text(&number.map_or_else(String::new, |n| page.number(&n.to_string())));
        let below = format!("/networks/{id}/memberships/{}", one.id);
        let link = |href: String, label: &str| {
            let words = Html::join(&[Html::text(&page.t(label)), Html::unseen(&who)], "");
            Html::link(&href, &words)
        };
        let mut can = vec![link(format!("/history/network_membership/{}", one.id), "history")];
        if may {
            can.insert(0, link(format!("{below}/delete"), "delete"));
            can.insert(0, link(format!("{below}/edit"), "edit"));
        }
        vec![
            who,
            Html::text(&page.period(&period)),
            whole(one.seats),
            Html::text(&page.money(&one.fee)),
            whole(one.hours),
            page.text(&one.attends),
            Html::join(&can, " "),
        ]
    };
    Part::new(page, "network-memberships")
        .column(page.t("network-answers"))
        .column(page.t("period"))
        .numbers(page.t("seats"))
        .numbers(page.t("yearly-fee"))
        .numbers(page.t("yearly-hours"))
        .column(page.t("attends"))
        .column(page.t("actions"))
        .rows(found.iter().map(row).collect())
        .action(
            may,
            format!("/networks/{id}/memberships/new"),
            page.t("network-membership-new-title"),
        )
}

fn view(
    reader: &Reader,
    network: &Network,
    (held, done): (&[NetworkMembership], &List<Activity>),
    (attached, known): (Attached, &Known),
) -> ThingPage {
    let page = Page::new(reader, Section::Networks);
    let id = &network.id;
    ThingPage::new(reader, Section::Networks, ("/networks", "networks-back"), &network.name)
        .action(rights::EDIT_NETWORKS, format!("/networks/{id}/edit"), "edit")
        .action(rights::EDIT_NETWORKS, format!("/networks/{id}/delete"), "delete")
        .words("network-kind-label", &page.choice("network-kind", &network.kind))
        .words("acronym", &network.acronym)
        .fact("themes", known.themes.linked(&page, "/themes", &network.theme_ids))
        .words("network-host", &network.host)
        .words("network-size", &page.figure(network.size.as_ref()))
        .fact("network-scope", page.text(&network.scope))
        .fact("website", Html::website(&network.website))
        .history("network", id)
        .prose("description", &network.description)
        .part(memberships(&page, id, held, known))
        .part(related::activities_to_add(
            &page,
            "network-activities",
            done,
            ("network_id", id),
            "network_id",
        ))
        .attached(attached)
}

#[get("/networks/{id}")]
pub async fn show_one(reader: Member, id: Id) -> Answer {
    let network: Network = reader.api().get(&format!("/networks/{id}")).await?;
    let page = Page::new(&reader, Section::Networks);
    let of = |limit: &str| [("network_id", id.to_string()), ("limit", limit.to_owned())];
    let [named, limit] = of("20");
    let newest = [named, limit, ("sort", "-period_from".to_owned())];
    let api = reader.api();
    let all = of("200");
    let (attached, held, done, units, themes) = futures::try_join!(
        Attached::of(&reader, &page, "networks", &network.id),
        api.get_with::<List<NetworkMembership>>("/network-memberships", &all),
        api.get_with::<List<Activity>>("/activities", &newest),
        reader.or_nothing(lookups::units(&reader)),
        reader.or_nothing(lookups::themes(&reader))
    )?;
    let known = Known { units, themes };
    show(
        &reader,
        &view(&reader, &network, (&held.items, &done), (attached, &known)),
    )
}

#[cfg(test)]
pub fn sample() -> Network {
    serde_json::from_value(serde_json::json!({
        "id": "n1", "version": 1, "name": {"en": "WHO European Healthy Cities"}, "acronym": "EHCN", "kind": "network", "theme_ids": ["t1"],
        "host": "WHO", "size": {"value": "100", "exactness": "about"}, "scope": {"fi": "Euroopan kaupungit"},
        "description": {"fi": "Hyvinvoinnin edistäminen."}, "website": "https://example.org/"
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let known = Known {
        units: Names::sample(&[("u1", "Hyvinvointi")]),
        themes: Names::sample(&[("t1", "Elinvoima")]),
    };
    let attached = |filled| Attached::sample(&Page::new(reader, Section::Networks), "networks", filled);
    let ours = serde_json::json!({"id": "m1", "network_id": "n1", "accountable_unit_id": "u1", "since": "1995-01-01", "until": null, "seats": 2,
        "fee": {"amount": "2500.00", "currency": "EUR"}, "hours": 80, "attends": {"fi": "Hyvinvointikoordinaattori"}});
    let outside =
        serde_json::json!({"id": "m2", "network_id": "n1", "outside_organisation": "Savon koulutuskuntayhtymä"});
    let held: Vec<NetworkMembership> = [ours, outside].map(|one| serde_json::from_value(one).unwrap()).to_vec();
    let activity = serde_json::json!({"id": "019", "kind": "seminar", "title": {"fi": "Kokous"}, "period": {"from": "2019-06-01", "to": null}});
    let done = List {
        items: vec![serde_json::from_value(activity).unwrap()],
        next: Some("more".to_owned()),
    };
    let bare = Network {
        id: "n2".to_owned(),
        name: crate::clients::shared::Text::fi("Uusi"),
        ..Network::default()
    };
    let full = view(reader, &sample(), (&held, &done), (attached(true), &known));
    let bare = view(reader, &bare, (&[], &List::default()), (attached(false), &known));
    vec![
        ("network".to_owned(), full.render().unwrap()),
        ("network-bare".to_owned(), bare.render().unwrap()),
    ]
}
