//! The kinds of things that commands are about: of each service that takes changes, and each has a read model elsewhere.

use serde_json::{Value, json};

/// One kind of thing. Its two words always say the same, so that half a change would be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Unit,
    Goal,
    Indicator,
    Partner,
    Network,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Unit, Self::Goal, Self::Indicator, Self::Partner, Self::Network];

    pub fn of_service(service: &str) -> &'static [Self] {
        match service {
            "tenants" => &[Self::Unit],
            "goals" => &[Self::Goal, Self::Indicator],
            _ => &[Self::Partner, Self::Network],
        }
    }

    pub fn service(self) -> &'static str {
        match self {
            Self::Unit => "tenants",
            Self::Goal | Self::Indicator => "goals",
            Self::Partner | Self::Network => "projects",
        }
    }

    /// Its resource, which is its register as well.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "units",
            Self::Goal => "goals",
            Self::Indicator => "indicators",
            Self::Partner => "partners",
            Self::Network => "networks",
        }
    }

    pub fn path(self) -> String {
        format!("/api/v1/{}", self.code())
    }

    /// Two fields that carry a word.
    pub fn said(self, word: &str) -> Value {
        match self {
            Self::Unit => json!({"name": {"en": word}, "short_name": word}),
            Self::Goal => json!({"title": {"en": word}, "description": {"en": word}}),
            Self::Indicator => json!({"name": {"en": word}, "unit_of_measure": {"en": word}}),
            Self::Partner => json!({"name": word, "notes": word}),
            Self::Network => json!({"name": {"en": word}, "host": word}),
        }
    }

    /// All that making one needs.
    pub fn whole(self, word: &str, unit_id: &str, level: &str) -> Value {
        let more = match self {
            Self::Unit => json!({"kind": "unit", "valid_from": "2000-01-01"}),
            Self::Goal => json!({"level": level, "accountable_unit_id": unit_id, "period": {"from": "2026-01-01"}}),
            Self::Indicator => {
                json!({"direction": "up", "kind": "number", "frequency": "year", "owner_unit_id": unit_id})
            }
            Self::Partner => json!({"kind": "municipality", "country": "SE"}),
            Self::Network => json!({}),
        };
        let mut body = self.said(word);
        let fields = body.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        body
    }

    /// The words of a thing as it is listed, by its service or its register; some say only one of the two.
    pub fn words(self, listed: &Value) -> Vec<String> {
        let fields = match self {
            Self::Unit => ["/name/en", "/short_name"],
            Self::Goal => ["/title/en", "/description/en"],
            Self::Indicator => ["/name/en", "/unit_of_measure/en"],
            Self::Partner => ["/name", "/notes"],
            Self::Network => ["/name/en", "/host"],
        };
        let found = fields.iter().filter_map(|field| listed.pointer(field)?.as_str());
        found.map(str::to_owned).collect()
    }
}
