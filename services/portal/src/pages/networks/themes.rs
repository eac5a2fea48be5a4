//! Networks by theme, as a picture.

use std::collections::BTreeMap;

use actix_web::get;

use super::super::{Answer, lookups, lookups::Names, picture_page::PicturePage, show};
use crate::{
    clients::projects::Network,
    page::{Page, Section},
    pictures::networks::{self, Network as Disc, Theme},
    reader::{Member, Reader},
};

fn by_theme(page: &Page, networks: &[Network], known: &Names) -> Vec<Theme> {
    let mut themes: BTreeMap<&str, Vec<Disc>> = BTreeMap::new();
    let mut without = Vec::new();
    for network in networks {
        let name = if network.acronym.is_empty() {
            page.plain(&network.name)
        } else {
            network.acronym.clone()
        };
        let members = network.size.as_ref().and_then(|size| size.value.parse().ok());
        let disc = || Disc {
            name: name.clone(),
            size: page.figure(network.size.as_ref()),
            members: members.unwrap_or_default(),
        };
        for theme in &network.theme_ids {
            themes.entry(theme).or_default().push(disc());
        }
        if network.theme_ids.is_empty() {
            without.push(disc());
        }
    }
    let named = themes.into_iter().map(|(theme, networks)| Theme {
        name: known.plain(page, theme),
        networks,
    });
    let none = Theme {
        name: page.t("theme-none"),
        networks: without,
    };
    named.chain([none]).collect()
}

fn view(reader: &Reader, networks: &[Network], known: &Names) -> PicturePage {
    let page = Page::new(reader, Section::Networks);
    let title = page.t("networks-by-theme-title");
    let picture = networks::picture(&page, "by-theme", title, by_theme(&page, networks, known));
    PicturePage::new(
        reader,
        Section::Networks,
        "networks-by-theme",
        ("/networks", "networks-back"),
    )
    .picture(picture)
}

#[get("/networks/by-theme")]
pub async fn show_themes(reader: Member) -> Answer {
    let (networks, themes) = futures::try_join!(
        lookups::every::<Network>(&reader, "/networks", &[]),
        reader.or_nothing(lookups::themes(&reader))
    )?;
    show(&reader, &view(&reader, &networks, &themes))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let known = Names::sample(&[("t1", "Elinvoima")]);
    let bare = Network {
        name: crate::clients::shared::Text::fi("Pieni verkosto"),
        ..Network::default()
    };
    let full = view(reader, &[super::show::sample(), bare], &known);
    vec![
        ("networks-by-theme".to_owned(), full.render().unwrap()),
        (
            "networks-by-theme-empty".to_owned(),
            view(reader, &[], &known).render().unwrap(),
        ),
    ]
}
