//! What is true of an activity.

use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Faults, Problem, Stale},
    id_type,
    known::Unknown,
    values::{Exactness, Figure, Money, Period, Text, in_order, plain, said, said_or_none, tidy, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    network::NetworkId,
    partner::PartnerId,
    project::ProjectId,
    rules::{counted, is_country, is_language, not_negative},
};

id_type!(
    /// Names an activity.
    ActivityId of "activity"
);

codes! {
    /// What was done.
    pub enum Kind as ActivityKind {
        Visit = "visit",
        StaffExchange = "staff_exchange",
        PupilExchange = "pupil_exchange",
        TeacherExchange = "teacher_exchange",
        Seminar = "seminar",
        Event = "event",
        Culture = "culture",
        Training = "training",
        Advocacy = "advocacy",
        Other = "other",
    }
}

codes! {
    /// Who held it, seen from here.
    pub enum Host as ActivityHost { Host = "host", CoHost = "co_host", Guest = "guest" }
}

codes! {
    /// Who took part.
    pub enum Group as ParticipantGroup {
        Employees = "employees",
        Pupils = "pupils",
        Teachers = "teachers",
        Elected = "elected",
        Residents = "residents",
        Other = "other",
    }
}

/// How many of a group took part; by profession and country where that is known. There is no place for names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Participants {
    #[garde(skip)]
    pub group: Group,
    #[serde(default)]
    #[garde(inner(custom(plain(80))))]
    pub profession: Option<String>,
    /// The country they went to or came from, ISO 3166 alpha-2.
    #[serde(default)]
    #[garde(inner(custom(is_country)))]
    pub country: Option<String>,
    #[garde(custom(counted))]
    pub count: Figure,
}

/// What people say about an activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "staff_exchange", "title": {"fi": "Henkilöstövaihto", "en": "Staff exchange"},
    "period": {"from": "2002-01-01", "to": null}, "unit_id": "019aaaaa-0000-7000-8000-000000000001",
    "participants": [{"group": "employees", "count": {"value": "60", "exactness": "at_least"}}],
    "duration": {"value": "20", "exactness": "at_least"}
}))]
pub struct ActivityContent {
    #[garde(skip)]
    pub kind: Kind,
    #[garde(custom(said(300)))]
    pub title: Text,
    /// A last day that is absent: it goes on.
    #[garde(custom(in_order))]
    pub period: Period,
    #[serde(default)]
    #[garde(inner(custom(plain(200))))]
    pub place: Option<String>,
    /// ISO 3166 alpha-2.
    #[serde(default)]
    #[garde(inner(custom(is_country)))]
    pub country: Option<String>,
    #[serde(default)]
    #[garde(skip)]
    pub host: Option<Host>,
    /// Codes of the languages that were spoken: "en", "sv".
    #[serde(default)]
    #[garde(length(max = 20), inner(custom(is_language)))]
    pub languages: Vec<String>,
    /// The unit whose activity it is.
    #[garde(skip)]
    pub unit_id: Uuid,
    #[serde(default)]
    #[garde(length(max = 200), dive)]
    pub participants: Vec<Participants>,
    /// How long it lasted or has been going on, in years.
    #[serde(default)]
    #[garde(inner(custom(counted)))]
    pub duration: Option<Figure>,
    #[serde(default)]
    #[garde(inner(custom(not_negative)))]
    pub cost: Option<Money>,
    #[serde(default)]
    #[garde(length(max = 50))]
    pub goal_ids: Vec<Uuid>,
    #[serde(default)]
    #[garde(skip)]
    pub project_id: Option<ProjectId>,
    #[serde(default)]
    #[garde(skip)]
    pub network_id: Option<NetworkId>,
    #[serde(default)]
    #[garde(length(max = 100))]
    pub partner_ids: Vec<PartnerId>,
    #[serde(default)]
    #[garde(length(max = 50))]
    pub theme_ids: Vec<Uuid>,
    #[serde(default)]
    #[garde(custom(within_if_said(5_000)))]
    pub learning: Option<Text>,
}

/// An activity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Activity {
    pub id: ActivityId,
    pub version: i64,
    pub created_at: Timestamp,
    pub content: ActivityContent,
}

#[derive(Debug, thiserror::Error)]
pub enum ActivityError {
    #[error("there is no such activity")]
    NotFound,
    #[error("the activity is not as it should be: {0}")]
    Broken(#[from] Faults),
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl ActivityContent {
    /// Trimmed, with blank fields left out, and every rule that can be told from the activity alone.
    pub fn tidy(mut self) -> Result<Self, ActivityError> {
        self.title = self.title.tidy();
        self.place = tidy(self.place);
        self.learning = said_or_none(self.learning);
        for participants in &mut self.participants {
            participants.profession = tidy(participants.profession.take());
        }
        let mut faults = Faults::default();
        faults.each_once(&self.goal_ids, |n| format!("/goal_ids/{n}"));
        faults.each_once(&self.partner_ids, |n| format!("/partner_ids/{n}"));
        faults.each_once(&self.theme_ids, |n| format!("/theme_ids/{n}"));
        faults.each_once(&self.languages, |n| format!("/languages/{n}"));
        for (n, participants) in self.participants.iter().enumerate() {
            let whole = participants.count.value.fract().is_zero();
            let pointer = format!("/participants/{n}/count/value");
            faults.unless(whole, pointer, "not_whole", "People are counted in whole numbers.");
        }
        Ok(faults.none_or(self)?)
    }

    /// How many took part in all: no more exact than its parts.
    pub fn people(&self) -> Option<Figure> {
        let mut counts = self.participants.iter().map(|p| &p.count);
        let first = counts.next()?.clone();
        Some(counts.fold(first, |sum, count| Figure {
            value: sum.value + count.value,
            exactness: Exactness::with(sum.exactness, count.exactness),
        }))
    }
}

impl Activity {
    pub fn new(content: ActivityContent, at: Timestamp) -> Self {
        Self {
            id: ActivityId::fresh(),
            version: 1,
            created_at: at,
            content,
        }
    }

    /// The next version, saying something else.
    #[must_use]
    pub fn says(self, content: ActivityContent) -> Self {
        Self {
            version: self.version + 1,
            content,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::values::Language;

    use super::*;

    fn figure(value: &str, exactness: Exactness) -> Figure {
        Figure {
            value: value.parse().unwrap(),
            exactness,
        }
    }

    fn people(value: &str, exactness: Exactness) -> Participants {
        Participants {
            group: Group::Employees,
            profession: None,
            country: None,
            count: figure(value, exactness),
        }
    }

    /// What is valid, then changed.
    fn content(change: impl FnOnce(&mut ActivityContent)) -> ActivityContent {
        let mut content = ActivityContent {
            kind: Kind::StaffExchange,
            title: Text::in_one(Language::En, "Staff exchange"),
            period: Period {
                from: date(2002, 1, 1),
                to: None,
            },
            place: None,
            country: None,
            host: None,
            languages: vec!["en".to_owned()],
            unit_id: Uuid::from_u128(1),
            participants: vec![people("60", Exactness::AtLeast)],
            duration: Some(figure("20", Exactness::AtLeast)),
            cost: None,
            goal_ids: Vec::new(),
            project_id: None,
            network_id: None,
            partner_ids: Vec::new(),
            theme_ids: Vec::new(),
            learning: None,
        };
        change(&mut content);
        content
    }

    #[test]
    fn at_least_sixty_people_over_at_least_twenty_years() {
        let exchange = content(|_| ());
        assert!(exchange.validate().is_ok());
        let tidied = exchange.tidy().unwrap();
        assert_eq!(tidied.people(), Some(figure("60", Exactness::AtLeast)));
        assert_eq!(tidied.duration, Some(figure("20", Exactness::AtLeast)));
    }

    #[test]
    fn a_sum_of_people_is_no_more_exact_than_its_parts() {
        let sum = |participants| content(|a| a.participants = participants).people();
        let sixty = people("60", Exactness::AtLeast);
        assert_eq!(
            sum(vec![sixty.clone(), people("5", Exactness::Exact)]),
            Some(figure("65", Exactness::AtLeast))
        );
        assert_eq!(
            sum(vec![sixty, people("5", Exactness::About)]),
            Some(figure("65", Exactness::About))
        );
        assert_eq!(sum(Vec::new()), None);
    }

    #[test]
    fn nobody_is_half_a_person() {
        let counted = |count| content(|a| a.participants = vec![people(count, Exactness::Exact)]).tidy();
        assert!(counted("1.5").is_err());
        assert!(counted("2.0").is_ok());
    }

    #[test]
    fn fewer_than_nobody_is_refused() {
        let minus_one = content(|a| a.participants = vec![people("-1", Exactness::Exact)]);
        assert!(minus_one.validate().is_err());
    }

    #[test]
    fn there_is_no_place_for_names() {
        let named = r#"{"group": "employees", "name": "Somebody", "count": {"value": "1"}}"#;
        assert!(serde_json::from_str::<Participants>(named).is_err());
    }

    #[test]
    fn reversed_dates_are_refused() {
        let reversed = content(|a| {
            a.period = Period {
                from: date(2026, 5, 2),
                to: Some(date(2026, 5, 1)),
            };
        });
        assert!(reversed.validate().is_err());
    }

    #[test]
    fn a_language_or_country_in_words_is_refused() {
        let in_country = |code: &str| content(|a| a.country = Some(code.to_owned())).validate();
        assert!(in_country("Finland").is_err());
        assert!(in_country("FI").is_ok());
        let in_words = content(|a| a.languages = vec!["English".to_owned()]);
        assert!(in_words.validate().is_err());
    }

    #[test]
    fn what_is_linked_twice_is_refused() {
        let goal = Uuid::from_u128(3);
        assert!(content(|a| a.goal_ids = vec![goal, goal]).tidy().is_err());
        let twice = vec!["sv".to_owned(), "sv".to_owned()];
        assert!(content(|a| a.languages = twice).tidy().is_err());
    }
}
