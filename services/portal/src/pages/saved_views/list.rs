//! All of one's views, and what colleagues share.

use actix_web::{get, web::Path};

use super::{
    super::{Answer, files, list_page::ListPage, show},
    lists::{self, LISTS},
};
use crate::{
    clients::{saved_views::SavedView, shared::List},
    forms::{Control, Field},
    html::Html,
    listing::{Asked, Listing},
    page::{Page, Section},
    reader::{Member, rights},
};

const FILTERS: [&str; 3] = ["q", "list", "own"];

fn listing(page: &Page, asked: &Asked) -> Listing {
    let voice = page.reader.voice;
    let lists = LISTS.iter().map(|list| (list.code.to_owned(), list.name(page)));
    Listing::new(page, "/saved-views", &page.t("saved-views-title"), asked, &FILTERS)
        .filter(Field::new(voice, "q", "search-words", Control::Line("search")))
        .filter(Field::new(
            voice,
            "list",
            "export-list",
            Control::Choice(lists.collect()),
        ))
        .filter(Field::new(voice, "own", "saved-view-own", Control::Tick))
        .column(page.t("saved-view"), Some("name"))
        .column(page.t("export-list"), None)
        .column(page.t("saved-view-owner"), None)
        .column(page.t("saved-view-seen"), None)
        .column(page.t("added-on"), Some("created_at"))
        .column(page.t("actions"), None)
        .counted("saved-views-count")
        .empty(page.t("saved-views-none"))
        .with_files()
}

fn row(page: &Page, view: &SavedView) -> Vec<Html> {
    let list = lists::List::called(&view.list);
    let name = Html::text(&view.name);
    let owner = if view.own {
        page.t("saved-view-mine")
    } else {
        view.owner_name.clone()
    };
    let seen = if view.shared {
        "saved-view-seen-all"
    } else {
        "saved-view-seen-own"
    };
    vec![
        list.map_or(name.clone(), |list| Html::link(&list.narrowed(&view.query), &name)),
        list.map_or_else(|| Html::code(&view.list), |list| Html::text(&list.name(page))),
        Html::text(&owner),
        Html::text(&page.t(seen)),
        Html::unbroken(&page.date(&view.created_at)),
        actions(page, view),
    ]
}

/// One changes one's own. What colleagues share, who administers can take away.
fn actions(page: &Page, view: &SavedView) -> Html {
    let act = |verb: &str, label: &str| {
        let words = Html::with_unseen(&page.t(label), &view.name);
        Html::link(&format!("/saved-views/{}/{verb}", view.id), &words)
    };
    let edits = view.own.then(|| act("edit", "edit"));
    let deletes = (view.own || page.may(rights::EDIT_ORGANISATION)).then(|| act("delete", "delete"));
    let offered: Vec<Html> = edits.into_iter().chain(deletes).collect();
    Html::join(&offered, " ")
}

fn view(page: Page, listing: Listing) -> ListPage {
    ListPage::new(page, "saved-views", listing)
}

#[get("/saved-views")]
pub async fn show_list(reader: Member, asked: Asked) -> Answer {
    let page = Page::new(&reader, Section::Own);
    let listing = listing(&page, &asked);
    let found: List<SavedView> = reader.api().get_with("/saved-views", &listing.query()).await?;
    let rows = found.items.iter().map(|one| row(&page, one)).collect();
    let listing = listing.fill(&page, rows, found.next.as_deref());
    show(&reader, &view(page, listing))
}

/// The list as a file.
#[get("/saved-views.{kind:csv|xlsx}")]
pub async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    files::of_list(&reader, &asked, ("/saved-views", &FILTERS), &kind).await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let page = || Page::new(reader, Section::Own);
    let of_others = SavedView {
        list: "shared_projects".to_owned(),
        ..super::sample("kind=eu").remove(0)
    };
    let unknown = SavedView {
        list: "moon_phases".to_owned(),
        owner_name: String::new(),
        ..of_others.clone()
    };
    let all = super::sample("kind=national").into_iter().chain([of_others, unknown]);
    let rows = all.map(|one| row(&page(), &one)).collect();
    let asked = Asked::sample(&[("list", "projects"), ("own", "true")]);
    let full = listing(&page(), &asked).fill(&page(), rows, Some("cursor"));
    let none = listing(&page(), &Asked::default()).fill(&page(), Vec::new(), None);
    vec![
        ("saved-views".to_owned(), view(page(), full).render().unwrap()),
        ("saved-views-none".to_owned(), view(page(), none).render().unwrap()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        language::Language,
        pages::samples::{a_member, an_elected_official},
    };

    #[test]
    fn what_a_colleague_shares_is_taken_away_by_who_administers_and_changed_by_nobody_else() {
        let administrator = a_member(Language::En);
        let elected = an_elected_official(administrator.voice);
        let [of_colleague, own, _] = super::super::sample("").try_into().unwrap();
        let offered = |reader, view| actions(&Page::new(reader, Section::Own), view).to_string();
        for reader in [&administrator, &elected] {
            let links = offered(reader, &own);
            assert!(links.contains("/saved-views/v1/edit") && links.contains("/saved-views/v1/delete"));
        }
        assert!(offered(&elected, &of_colleague).is_empty());
        let links = offered(&administrator, &of_colleague);
        assert!(
            links.contains("/saved-views/v3/delete") && !links.contains("edit"),
            "{links}"
        );
    }
}
