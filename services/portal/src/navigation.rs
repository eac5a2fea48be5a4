//! Where one can go: areas, and the pages of the area one is in. Nobody is shown a door that stays shut.

use crate::{
    page::{Page, Section},
    reader::rights::{self, Right},
};

/// A page that everything of its kind is reached from.
pub struct Destination {
    pub href: &'static str,
    pub label: String,
    pub current: bool,
}

/// Where one can go from here.
#[derive(Default)]
pub struct Navigation {
    pub areas: Vec<Destination>,
    /// The name of the area one is in, and its pages, when there are several.
    pub within: Option<(String, Vec<Destination>)>,
}

/// Whom a page is for.
enum For {
    Members,
    /// Those whose role grants it.
    Holders(Right),
    /// Members of organisations to whom figures are released.
    Viewers,
    /// The operator, or who decides for an association.
    Approvers,
    Operators,
}

struct Door(&'static str, &'static str, Section, For);

struct Area {
    label: &'static str,
    doors: &'static [Door],
}

use For::{Approvers, Holders, Members, Operators, Viewers};

const AREAS: &[Area] = &[
    Area {
        label: "navigation-start",
        doors: &[Door("/", "navigation-start", Section::Start, Members)],
    },
    Area {
        label: "area-strategy",
        doors: &[
            Door("/goals", "navigation-goals", Section::Goals, Members),
            Door("/policies", "policies-title", Section::Policies, Members),
            Door("/indicators", "indicators", Section::Indicators, Members),
            Door("/assignments", "assignments-title", Section::Assignments, Members),
            Door("/statements", "navigation-statements", Section::Statements, Members),
        ],
    },
    Area {
        label: "area-work",
        doors: &[
            Door("/projects", "navigation-projects", Section::Projects, Members),
            Door("/applications", "applications", Section::Applications, Members),
            Door("/activities", "activities-title", Section::Activities, Members),
            Door("/networks", "networks-title", Section::Networks, Members),
            Door("/partners", "partners-title", Section::Partners, Members),
        ],
    },
    Area {
        label: "area-follow-up",
        doors: &[Door("/reports", "navigation-reports", Section::Reports, Members)],
    },
    Area {
        label: "area-together",
        doors: &[
            Door("/national", "navigation-national", Section::National, Viewers),
            Door(
                "/shared",
                "navigation-shared",
                Section::Shared,
                Holders(rights::READ_SHARED),
            ),
            Door(
                "/sharing",
                "navigation-sharing",
                Section::Sharing,
                Holders(rights::READ_SHARING),
            ),
        ],
    },
    Area {
        label: "area-administration",
        doors: &[
            Door("/organisation", "organisation-title", Section::Organisation, Members),
            Door("/units", "navigation-units", Section::Units, Members),
            Door("/people", "navigation-people", Section::People, Members),
            Door("/roles", "roles-title", Section::Roles, Members),
            Door("/themes", "themes-title", Section::Themes, Members),
            Door(
                "/api-keys",
                "api-keys-title",
                Section::ApiKeys,
                Holders(rights::READ_API_KEYS),
            ),
            Door(
                "/webhooks",
                "webhooks-title",
                Section::Webhooks,
                Holders(rights::READ_WEBHOOKS),
            ),
            Door(
                "/journal",
                "navigation-journal",
                Section::Journal,
                Holders(rights::READ_JOURNAL),
            ),
            Door(
                "/usage",
                "navigation-usage",
                Section::Usage,
                Holders(rights::READ_USAGE),
            ),
            Door("/requests", "navigation-requests", Section::Requests, Approvers),
            Door("/plans", "navigation-plans", Section::Plans, Operators),
            Door("/operations", "navigation-operations", Section::Operations, Operators),
            Door(
                "/operations/usage",
                "navigation-all-usage",
                Section::AllUsage,
                Operators,
            ),
            Door(
                "/operations/journals",
                "navigation-journals",
                Section::Journals,
                Operators,
            ),
            Door(
                "/dead-letters?state=waiting",
                "navigation-dead-letters",
                Section::DeadLetters,
                Operators,
            ),
        ],
    },
];

fn is_open(page: &Page, to: &For) -> bool {
    let reader = &page.reader;
    let member = reader.is_member();
    let organisation = reader.access.as_ref().and_then(|access| access.organisation.as_ref());
    let kind = organisation.map_or("", |organisation| organisation.kind.as_str());
    match to {
        Members => member,
        Holders(right) => member && page.may(*right),
        Viewers => member && matches!(kind, "association" | "region" | "sub_region"),
        Approvers => reader.is_operator() || kind == "association" && page.may(rights::DECIDE_REQUESTS),
        Operators => reader.is_operator(),
    }
}

impl Navigation {
    pub fn of(page: &Page) -> Self {
        let mut navigation = Self::default();
        for area in AREAS {
            let open = area.doors.iter().filter(|Door(.., to)| is_open(page, to));
            let doors: Vec<Destination> = open
                .map(|Door(href, label, section, _)| Destination {
                    href,
                    label: page.t(label),
                    current: *section == page.section,
                })
                .collect();
            let Some(first) = doors.first() else { continue };
            let current = doors.iter().any(|door| door.current);
            // An area of one page is called as its page is.
            let label = if doors.len() == 1 {
                first.label.clone()
            } else {
                page.t(area.label)
            };
            navigation.areas.push(Destination {
                href: first.href,
                label: label.clone(),
                current,
            });
            if current && doors.len() > 1 {
                navigation.within = Some((label, doors));
            }
        }
        navigation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        language::Language,
        pages::samples::{a_member, an_elected_official},
    };

    fn shown(page: &Page) -> (Vec<String>, Vec<String>) {
        let navigation = Navigation::of(page);
        let within = navigation.within.map_or_else(Vec::new, |(_, doors)| doors);
        let labels = |doors: Vec<Destination>| doors.into_iter().map(|door| door.label).collect();
        (labels(navigation.areas), labels(within))
    }

    #[test]
    fn who_administers_reads_the_change_log_and_who_is_elected_does_not() {
        let administrator = a_member(Language::En);
        let (_, within) = shown(&Page::new(&administrator, Section::Units));
        let open_to_all = ["Our organisation", "Units", "People", "Who may do what", "Themes"];
        assert_eq!(
            within,
            [
                open_to_all.as_slice(),
                &["API keys", "Webhooks", "Change log", "Plan and usage"]
            ]
            .concat()
        );
        let elected = an_elected_official(administrator.voice);
        let (_, within) = shown(&Page::new(&elected, Section::Units));
        assert_eq!(within, open_to_all);
    }

    #[test]
    fn one_page_alone_gives_its_area_its_name() {
        let (areas, within) = shown(&Page::new(&a_member(Language::En), Section::Reports));
        assert!(areas.contains(&"Yearly follow-up".to_owned()), "{areas:?}");
        assert!(within.is_empty());
    }

    #[test]
    fn the_page_one_is_on_is_marked_in_its_area() {
        let page = Page::new(&a_member(Language::En), Section::Networks);
        let navigation = Navigation::of(&page);
        let current = |doors: &[Destination]| {
            let current = doors.iter().filter(|door| door.current);
            current.map(|door| door.label.clone()).collect::<Vec<_>>()
        };
        assert_eq!(current(&navigation.areas), ["Projects and networks"]);
        assert_eq!(current(&navigation.within.unwrap().1), ["Networks"]);
    }
}
