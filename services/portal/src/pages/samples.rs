//! Every face of every page, rendered in every language.

use std::{collections::BTreeSet, fs, path::Path};

use secrecy::SecretString;

use crate::{
    ApiAddress, Config, Portal, choices,
    clients::{Access, HeldRole, shared::Text, tenants::Organisation, tenants::OrganisationChoice},
    forms,
    language::{Country, Language, Voice},
    reader::{Inner, Reader, cookies::Session},
    tables,
};

fn portal() -> Portal {
    Portal::new(&Config {
        api: ApiAddress::One("http://127.0.0.1:1".parse().unwrap()),
        public_url: "http://127.0.0.1:8080".to_owned(),
        cookie_secret: SecretString::from("a secret of at least thirty-two letters"),
        most_attached_bytes: 20 * 1024 * 1024,
    })
    .unwrap()
}

fn voices() -> [Voice; 4] {
    [
        (Language::Fi, Country::Finland),
        (Language::Sv, Country::Finland),
        (Language::Sv, Country::Sweden),
        (Language::En, Country::Finland),
    ]
    .map(|(language, country)| Voice { language, country })
}

fn session(organisation: Option<&str>, operator: bool) -> Session {
    let choice = |name: &str| OrganisationChoice {
        id: name.to_owned(),
        name: Text::fi(name),
    };
    Session {
        id: "s1".to_owned(),
        token: "token".to_owned(),
        name: "Head of international affairs".to_owned(),
        operator,
        organisation: organisation.map(str::to_owned),
        organisations: vec![choice("Kauhajoki"), choice("Suupohja")],
    }
}

fn held(role: &str, unit: Option<&str>) -> HeldRole {
    HeldRole {
        role: role.to_owned(),
        unit_id: unit.map(str::to_owned),
    }
}

fn member_with(voice: Voice, roles: Vec<HeldRole>) -> Reader {
    member_of(municipality(voice), voice, roles)
}

fn municipality(voice: Voice) -> Organisation {
    Organisation {
        kind: "municipality".to_owned(),
        name: Text::fi("Kauhajoki"),
        country: if voice.country == Country::Sweden { "SE" } else { "FI" }.to_owned(),
        ..Organisation::default()
    }
}

fn member_of(organisation: Organisation, voice: Voice, roles: Vec<HeldRole>) -> Reader {
    let access = Access {
        token: "access".to_owned(),
        organisation: Some(organisation),
        roles,
    };
    Reader::sample(Inner::sample(
        portal(),
        voice,
        Some(session(Some("o1"), false)),
        Some(access),
    ))
}

fn in_finland(language: Language) -> Voice {
    Voice {
        language,
        country: Country::Finland,
    }
}

/// One who administers, and writes for a unit as well.
pub fn a_member(language: Language) -> Reader {
    administrator(in_finland(language))
}

fn administrator(voice: Voice) -> Reader {
    member_with(voice, vec![held("admin", None), held("contributor", Some("u1"))])
}

/// One whose organisation shows its crest on every page.
pub fn a_member_with_a_crest(voice: Voice) -> Reader {
    let mut organisation = municipality(voice);
    organisation.brand.crest = Some("/assets/crest/0123456789abcdef.svg".to_owned());
    member_of(organisation, voice, vec![held("admin", None)])
}

/// One who only reads.
pub fn an_elected_official(voice: Voice) -> Reader {
    member_with(voice, vec![held("elected", None)])
}

fn all(voice: Voice) -> Vec<(String, String)> {
    let visitor = Reader::sample(Inner::sample(portal(), voice, None, None));
    let operator = Reader::sample(Inner::sample(
        portal(),
        voice,
        Some(session(None, true)),
        Some(Access::default()),
    ));
    let member = administrator(voice);
    let outside = [
        super::sign_in::samples,
        super::passwords::samples,
        super::invitations::samples,
        super::sign_up::samples,
        super::api_docs::samples,
        super::fault::samples,
        super::notices::samples,
    ];
    let inside = [
        super::start::samples,
        super::organisations::samples,
        super::preferences::samples,
        super::sessions::samples,
        super::notices::samples,
        super::saved_views::samples,
        super::exports::samples,
        super::imports::samples,
        super::boards::samples,
        super::search::samples,
        super::bulk::samples,
        super::second_factor::samples,
        super::erasure::samples,
        super::step_up::samples,
        super::projects::samples,
        super::applications::samples,
        super::attachments::samples,
        super::activities::samples,
        super::partners::samples,
        super::networks::samples,
        super::removal::samples,
        super::goals::samples,
        super::policies::samples,
        super::assignments::samples,
        super::indicators::samples,
        super::values::samples,
        super::statements::samples,
        super::organisation::samples,
        super::units::samples,
        super::people::samples,
        super::roles::samples,
        super::themes::samples,
        super::sharing::samples,
        super::api_keys::samples,
        super::webhooks::samples,
        super::reports::samples,
        super::national::samples::samples,
        super::shared::samples,
        super::history::samples,
        super::journal::samples,
        super::usage::samples,
    ];
    let outside = outside.into_iter().flat_map(|samples| samples(&visitor));
    let inside = inside.into_iter().flat_map(|samples| samples(&member));
    outside
        .chain(inside)
        .chain(super::requests::samples(&operator))
        .chain(super::dead_letters::samples(&operator))
        .chain(super::operations::samples(&operator))
        .collect()
}

/// Each page is whole in every language. The pages are left in a folder, to be looked at and to be put through axe.
#[tokio::test]
async fn every_sample_of_every_page_renders_in_every_language() {
    let folder = std::env::temp_dir().join("samverka-portal-samples");
    fs::create_dir_all(&folder).unwrap();
    for voice in voices() {
        for (name, html) in all(voice) {
            let html = tables::labelled(&html);
            assert_eq!(
                unlabelled(&html),
                None,
                "{name} has a cell that a phone would show without its label"
            );
            assert!(
                !html.contains('⟦'),
                "{name} in {}: a message is missing: {}",
                voice.tag(),
                around(&html, '⟦')
            );
            assert!(
                html.contains(&format!("<html lang=\"{}\"", voice.tag())),
                "{name} does not say its language"
            );
            assert_eq!(
                html.matches("<h1").count(),
                1,
                "{name} has not exactly one main heading"
            );
            assert_eq!(
                html.matches("<ul").count(),
                html.matches("</ul>").count(),
                "{name} leaves a list open"
            );
            assert!(
                !html.contains(" style=") && !html.contains("onclick"),
                "{name} breaks the content security policy"
            );
            for form in html.split("<form method=\"post\"").skip(1) {
                let form = form.split("</form>").next().unwrap();
                assert!(form.contains("name=\"token\""), "{name} has a form without a token");
            }
            assert_eq!(
                harmless(&html),
                None,
                "{name} takes something away by a button like any other"
            );
            for (id, count) in ids(&html) {
                assert_eq!(count, 1, "{name} has the id {id} more than once");
            }
            fs::write(folder.join(format!("{name}.{}.html", voice.tag())), html).unwrap();
        }
    }
}

/// A button by which something is taken away, without the colour of danger.
fn harmless(html: &str) -> Option<&str> {
    let ends = |tag: &str, name: &str| {
        let address = tag.split(name).nth(1).and_then(|rest| rest.split('"').next());
        address.is_some_and(forms::ends)
    };
    let forms = html.split("<form ").skip(1).filter(|form| ends(form, "action=\""));
    let buttons = forms.filter_map(|form| form.split("<button ").nth(1));
    let links = html
        .split("<a class=\"ds-button\"")
        .skip(1)
        .filter(|link| ends(link, "href=\""));
    let tags = buttons.chain(links).filter_map(|part| part.split('>').next());
    tags.into_iter().find(|tag| !tag.contains("data-color=\"danger\""))
}

/// A cell that does not say what it is, or carries no label, outside of the grid for typing.
fn unlabelled(html: &str) -> Option<&str> {
    let tables = html
        .split("<table")
        .skip(1)
        .filter_map(|table| table.split("</table>").next());
    let rows = tables
        .filter(|table| !table.starts_with(" class=\"ds-table grid"))
        .filter_map(|table| table.split("<tbody").nth(1));
    rows.flat_map(|rows| rows.split('<'))
        .filter(|tag| ["th ", "th>", "td ", "td>"].iter().any(|cell| tag.starts_with(cell)))
        .find(|tag| !(tag.contains(" role=") && tag.contains(" data-label=\"")))
}

fn around(html: &str, sign: char) -> String {
    html.split(sign).nth(1).unwrap_or_default().chars().take(60).collect()
}

fn ids(html: &str) -> std::collections::BTreeMap<&str, usize> {
    let mut ids = std::collections::BTreeMap::new();
    for part in html.split(" id=\"").skip(1) {
        *ids.entry(part.split('"').next().unwrap()).or_default() += 1;
    }
    ids
}

// Words

fn messages(language: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let lines: Vec<String> = files
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let is_start = |line: &&String| line.starts_with(|first: char| first.is_ascii_alphabetic());
    lines
        .iter()
        .filter(is_start)
        .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
        .collect()
}

#[test]
fn every_language_has_the_same_messages() {
    let finnish = messages("fi");
    for language in ["sv", "en"] {
        let other = messages(language);
        let missing: Vec<_> = finnish.difference(&other).collect();
        let surplus: Vec<_> = other.difference(&finnish).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "{language}: missing {missing:?}, surplus {surplus:?}"
        );
    }
    let sweden: Vec<_> = messages("sv-SE").difference(&messages("sv")).cloned().collect();
    assert!(sweden.is_empty(), "sv-SE names what sv does not: {sweden:?}");
}

/// Messages whose keys are put together in the code.
fn made_keys() -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = choices::ALL
        .iter()
        .chain(choices::SHOWN)
        .flat_map(|choices| choices.values.iter().map(|value| format!("{}-{value}", choices.prefix)))
        .collect();
    keys.extend(super::history::fields::labels().map(str::to_owned));
    keys.extend(crate::forms::FAULT_CODES.iter().map(|code| format!("fault-{code}")));
    keys.extend(
        super::fault::PAGES
            .iter()
            .flat_map(|page| [format!("fault-page-{page}"), format!("fault-page-{page}-advice")]),
    );
    keys
}

/// Beginnings of keys that a service's answer completes: a report's figures and columns, the API's status codes.
const OPEN: [&str; 6] = [
    "figure-",
    "column-",
    "report-part-",
    "activity-kind-",
    "api-status-",
    "api-place-",
];

#[test]
fn no_message_is_unused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    read_all(&root.join("src"), &mut sources);
    read_all(&root.join("templates"), &mut sources);
    let made = made_keys();
    let quoted = |key: &str| sources.contains(&format!("\"{key}\""));
    let is_used = |key: &String| {
        let title = ["-title", "-lead", "-hint", "-none", "-why"]
            .iter()
            .find_map(|end| key.strip_suffix(end));
        let done = key
            .strip_prefix("done-")
            .is_some_and(|done| quoted(done) || sources.contains(&format!("done={done}")));
        quoted(key)
            || made.contains(key)
            || title.is_some_and(quoted)
            || done
            || OPEN.iter().any(|begin| key.starts_with(begin))
    };
    let unused: Vec<_> = messages("fi").into_iter().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "nobody uses {unused:?}");
}

fn read_all(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, text);
        } else {
            text.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}
