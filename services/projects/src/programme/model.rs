//! What is true of a programme.

use garde::Validate;
use platform::{
    codes, ids,
    values::{Period, Text, in_order, plain, said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

codes! {
    /// What kind of programme it is.
    pub enum Kind as ProgrammeKind {
        /// Structural funds of one country or region.
        Structural = "structural",
        Interreg = "interreg",
        /// Managed by the Commission itself.
        Direct = "direct",
        National = "national",
        Nordic = "nordic",
    }
}

/// What makes the id of a programme of its code, so that importing a list twice makes nothing twice.
const NAMESPACE: Uuid = Uuid::from_u128(0x8f1d_6c1e_5f7b_5a3a_9c52_2d60_5a0b_7c41);

/// What an import says of a programme. Its code names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "2021TC16RFIR001", "code_verified": true, "name": {"en": "Interreg Europe"}, "kind": "interreg",
    "period": {"from": "2021-01-01", "to": "2027-12-31"}, "who": "EU"
}))]
pub struct ProgrammeContent {
    /// CCI code, or the funder's own.
    #[garde(length(min = 1), custom(plain(60)))]
    pub code: String,
    /// Whether somebody has read the code at its source.
    #[serde(default)]
    #[garde(skip)]
    pub code_verified: bool,
    #[garde(custom(said(200)))]
    pub name: Text,
    #[garde(skip)]
    pub kind: Kind,
    #[serde(default)]
    #[garde(inner(custom(in_order)))]
    pub period: Option<Period>,
    /// The countries or the union it is for: "FI, SE", "EU".
    #[serde(default)]
    #[garde(custom(plain(100)))]
    pub who: String,
}

/// A programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Programme {
    pub id: Uuid,
    #[serde(flatten)]
    pub content: ProgrammeContent,
}

/// What a project shows of its programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProgrammeName {
    pub code: String,
    pub name: Text,
}

impl Programme {
    pub fn new(content: ProgrammeContent) -> Self {
        let code = content.code.trim().to_owned();
        let content = ProgrammeContent {
            code,
            name: content.name.tidy(),
            who: content.who.trim().to_owned(),
            ..content
        };
        Self {
            id: ids::derived(NAMESPACE, &content.code),
            content,
        }
    }
}

#[cfg(test)]
mod tests {
    use platform::values::Language;

    use super::*;

    fn content(code: &str) -> ProgrammeContent {
        ProgrammeContent {
            code: code.to_owned(),
            code_verified: true,
            name: Text::in_one(Language::En, "URBACT IV"),
            kind: Kind::Interreg,
            period: None,
            who: "EU".to_owned(),
        }
    }

    #[test]
    fn a_code_always_gives_the_same_id() {
        assert_eq!(
            Programme::new(content("2021TC16FFIR001")).id,
            Programme::new(content(" 2021TC16FFIR001 ")).id
        );
        assert_ne!(
            Programme::new(content("2021TC16FFIR001")).id,
            Programme::new(content("2021TC16RFIR001")).id
        );
    }

    #[test]
    fn a_programme_needs_a_code() {
        assert!(content("").validate().is_err());
    }
}
