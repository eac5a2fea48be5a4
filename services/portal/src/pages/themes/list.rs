use actix_web::get;
use askama::Template;

use super::super::{Answer, lookups, nested, nested::Branch, show};
use crate::{
    clients::themes::{Taxonomy, Theme},
    html::Html,
    page::{Page, Section},
    reader::{Member, rights},
};

#[derive(Template)]
#[template(path = "pages/themes.html")]
struct ThemesPage {
    page: Page,
    actions: Vec<(&'static str, String)>,
    groups: Vec<Group>,
}

/// A taxonomy with the tree of its themes.
struct Group {
    id: String,
    name: Html,
    /// For whoever hears a link alone.
    plain: String,
    shared: bool,
    source: Option<String>,
    actions: Vec<(String, String)>,
    /// Why it cannot be deleted, for whoever could otherwise.
    keeps: bool,
    tree: Option<Html>,
}

fn branch(page: &Page, theme: &Theme) -> Branch {
    let link = Html::link(&format!("/themes/{}", theme.id), &page.text(&theme.name));
    Branch {
        id: theme.id.clone(),
        above: theme.parent_id.clone(),
        words: Html::join(&[link, Html::level(&theme.code)], " "),
    }
}

fn group(page: &Page, taxonomy: &Taxonomy, themes: &[Theme]) -> Group {
    let own = themes.iter().filter(|theme| theme.taxonomy_id == taxonomy.id);
    let branches: Vec<Branch> = own.map(|theme| branch(page, theme)).collect();
    let id = &taxonomy.id;
    let may = page.may(rights::EDIT_THEMES);
    let actions = [
        (may, format!("/taxonomies/{id}/themes/new"), "theme-new-title"),
        (may, format!("/taxonomies/{id}/edit"), "edit"),
        (may && branches.is_empty(), format!("/taxonomies/{id}/delete"), "delete"),
        (true, format!("/history/taxonomy/{id}"), "history"),
    ];
    let from = taxonomy.source.as_ref();
    Group {
        id: id.clone(),
        name: page.text(&taxonomy.name),
        plain: page.plain(&taxonomy.name),
        shared: taxonomy.shared,
        source: from.map(|source| page.with("taxonomy-from", "name", page.plain(&source.organisation_name))),
        actions: actions
            .into_iter()
            .filter(|(may, ..)| *may)
            .map(|(_, href, label)| (href, page.t(label)))
            .collect(),
        keeps: may && !branches.is_empty(),
        tree: (!branches.is_empty()).then(|| nested::tree(&branches)),
    }
}

fn view(page: Page, taxonomies: &[Taxonomy], themes: &[Theme]) -> ThemesPage {
    let groups = taxonomies.iter().map(|taxonomy| group(&page, taxonomy, themes));
    let actions = [
        (page.may(rights::EDIT_THEMES), "/taxonomies/new", "taxonomy-new-title"),
        (true, "/taxonomies/shared", "taxonomies-shared-title"),
    ];
    ThemesPage {
        groups: groups.collect(),
        actions: actions
            .into_iter()
            .filter(|(may, ..)| *may)
            .map(|(_, href, label)| (href, page.t(label)))
            .collect(),
        page,
    }
}

#[get("/themes")]
pub async fn show_list(reader: Member) -> Answer {
    let (taxonomies, themes) = futures::try_join!(
        lookups::every::<Taxonomy>(&reader, "/taxonomies", &[]),
        lookups::every::<Theme>(&reader, "/themes", &[])
    )?;
    let page = Page::new(&reader, Section::Themes);
    show(&reader, &view(page, &taxonomies, &themes))
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use crate::clients::shared::Text;
    let page = || Page::new(reader, Section::Themes);
    let adopted: Taxonomy = serde_json::from_value(serde_json::json!({
        "id": "x1", "version": 1, "key": "impact", "name": {"fi": "Vaikuttavuus"}, "shared": true,
        "source": {"organisation_name": {"fi": "Kuntaliitto"}, "taxonomy_id": "x9", "version": 3}
    }))
    .unwrap();
    let empty = Taxonomy {
        id: "x2".to_owned(),
        name: Text::fi("Painopisteet"),
        ..Taxonomy::default()
    };
    let below = Theme {
        id: "t2".to_owned(),
        taxonomy_id: "x1".to_owned(),
        parent_id: Some("t1".to_owned()),
        code: "A1".to_owned(),
        name: Text::fi("Johtamisen taidot"),
        ..Theme::default()
    };
    let full = view(page(), &[adopted, empty], &[super::show::sample(), below]);
    let none = view(page(), &[], &[]);
    vec![
        ("themes".to_owned(), full.render().unwrap()),
        ("themes-none".to_owned(), none.render().unwrap()),
    ]
}
