//! What every organisation has and uses in a month.

use std::collections::{BTreeMap, HashMap};

use actix_web::{get, web::ServiceConfig};
use futures::future::try_join_all;

use super::{
    super::{
        Answer,
        history::kinds::SERVICES,
        list_page::ListPage,
        lookups::{self, Names},
        show,
        usage::{KINDS, amount},
    },
    operators_only,
};
use crate::{
    clients::operations::Used,
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Reader, SignedIn},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list);
}

const FILTERS: [&str; 1] = ["month"];

fn listing(page: &Page, asked: &Asked) -> Listing {
    let mut listing = Listing::new(page, "/operations/usage", &page.t("all-usage-title"), asked, &FILTERS)
        .filter(Field::new(
            page.reader.voice,
            "month",
            "all-usage-month",
            Control::Line("month"),
        ))
        .column(page.t("organisation"), None);
    for kind in KINDS {
        listing = listing.column(page.choice("usage", kind), None);
    }
    listing.counted("all-usage-count").empty(page.t("all-usage-none"))
}

/// A row for each organisation: what services count, added up. What belongs to none (the probes of the self-test) is left out.
fn rows(page: &Page, used: &[Used], organisations: &HashMap<String, String>) -> Vec<Vec<Html>> {
    let mut sums: BTreeMap<&str, HashMap<&str, i64>> = BTreeMap::new();
    for one in used {
        let of = sums.entry(one.tenant_id.as_str()).or_default();
        *of.entry(one.kind.as_str()).or_default() += one.amount;
    }
    let mut named: Vec<(&String, HashMap<&str, i64>)> = sums
        .into_iter()
        .filter_map(|(id, sum)| Some((organisations.get(id)?, sum)))
        .collect();
    named.sort_by_key(|(name, _)| name.to_lowercase());
    let row = |(name, sum): (&String, HashMap<&str, i64>)| {
        let cells = KINDS.map(|kind| {
            let many = sum
                .get(kind)
                .map_or_else(|| "–".to_owned(), |many| amount(page, kind, *many));
            Html::unbroken(&many)
        });
        std::iter::once(Html::text(name)).chain(cells).collect()
    };
    named.into_iter().map(row).collect()
}

fn view(reader: &Reader, asked: &Asked, used: &[Used], organisations: Names) -> ListPage {
    let page = Page::new(reader, Section::AllUsage);
    let named = organisations
        .by_id()
        .map(|(id, name)| (id, page.plain(&name)))
        .collect();
    let rows = rows(&page, used, &named);
    let listing = listing(&page, asked).fill(&page, rows, None);
    ListPage::new(page, "all-usage", listing)
}

#[get("/operations/usage")]
async fn list(reader: SignedIn, asked: Asked) -> Answer {
    operators_only(&reader)?;
    let filters = asked.kept(&FILTERS);
    let each = SERVICES.map(async |service| {
        let path = format!("/usage/{service}");
        lookups::every::<Used>(&reader, &path, &filters).await
    });
    let (used, organisations) = futures::try_join!(try_join_all(each), lookups::organisations(&reader))?;
    show(&reader, &view(&reader, &asked, &used.concat(), organisations))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let used = |tenant: &str, kind: &str, amount: i64| Used {
        tenant_id: tenant.to_owned(),
        month: "2026-11".to_owned(),
        kind: kind.to_owned(),
        amount,
    };
    let all = [
        used("o1", "calls", 12),
        used("o1", "calls", 30),
        used("o1", "projects", 17),
        used("probe", "calls", 1),
    ];
    let names = Names::sample(&[("o1", "Kauhajoki")]);
    let full = view(reader, &Asked::sample(&[("month", "2026-11")]), &all, names);
    let none = view(reader, &Asked::default(), &[], Names::default());
    vec![
        ("all-usage".to_owned(), full.render().unwrap()),
        ("all-usage-none".to_owned(), none.render().unwrap()),
    ]
}
