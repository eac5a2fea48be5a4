//! The words for what is wrong with a field.

use std::collections::BTreeMap;

use super::Field;
use crate::{clients::Problem, fault::Fault, language::Voice};

/// The words for a fault, by its code; the service's own detail (English) where we have none.
pub fn words(voice: Voice, code: &str, detail: Option<&str>) -> String {
    let known = voice.find(&format!("fault-{code}"), None);
    let told = || detail.filter(|detail| !detail.is_empty()).map(str::to_owned);
    known.or_else(told).unwrap_or_else(|| voice.say("fault-unknown"))
}

/// The words for everything that a service has against what was sent, for a page that has no field to put them beside. What
/// nobody can mend by sending it otherwise comes back as a fault of the page.
pub fn told(voice: Voice, problem: Problem) -> Result<String, Fault> {
    if !matches!(problem.status, 400 | 409 | 413 | 422 | 429) {
        return Err(problem.into());
    }
    if problem.errors.is_empty() {
        return Ok(words(voice, &problem.code, problem.detail.as_deref()));
    }
    let each = problem.errors.iter();
    let each: Vec<String> = each
        .map(|fault| words(voice, &fault.code, Some(&fault.detail)))
        .collect();
    Ok(each.join(" "))
}

/// The field that a JSON pointer means: `/title/fi` is a part of `title`, `/sources/1/amount` is row 1 of those sent.
pub fn field_of<'a>(
    fields: &'a mut [Field],
    pointer: &str,
    kept: &BTreeMap<String, Vec<usize>>,
) -> Option<&'a mut Field> {
    let mut parts: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|part| part.replace("~1", "/").replace("~0", "~"))
        .collect();
    let row = parts
        .first()
        .and_then(|list| kept.get(list))
        .zip(parts.get(1).and_then(|index| index.parse::<usize>().ok()));
    if let (Some(shown), Some(part)) = (row.and_then(|(rows, index)| rows.get(index)), parts.get_mut(1)) {
        *part = shown.to_string();
    }
    (1..=parts.len())
        .rev()
        .find_map(|length| {
            let name = parts.get(..length)?.join(".");
            let inside = format!("{name}.");
            fields
                .iter()
                .position(|field| field.name == name)
                .or_else(|| fields.iter().position(|field| field.name.starts_with(&inside)))
        })
        .and_then(|index| fields.get_mut(index))
}

/// The codes that have words of their own.
#[cfg(test)]
pub const CODES: &[&str] = &[
    "already_adopted",
    "already_closed",
    "already_disabled",
    "already_done",
    "already_enabled",
    "already_invited",
    "already_locked",
    "already_member",
    "already_merged",
    "already_revoked",
    "already_settled",
    "already_submitted",
    "ambiguous",
    "application_over",
    "application_submitted",
    "attachment_active",
    "attachment_empty",
    "attachment_kind_refused",
    "attachment_too_large",
    "bad_address",
    "bad_characters",
    "bad_code",
    "bad_colour",
    "bad_country",
    "bad_key",
    "bad_name",
    "bad_network",
    "bad_picture",
    "bad_url",
    "bad_website",
    "before_decision",
    "before_last_step",
    "beyond_reach",
    "challenge_over",
    "choose",
    "code_taken",
    "contradiction",
    "cycle",
    "does_not_add_up",
    "edition_fixed",
    "edition_open",
    "exceeds_total",
    "goal_closed",
    "has_children",
    "has_themes",
    "import_applied",
    "import_has_faults",
    "import_not_checked",
    "import_not_under_way",
    "import_under_way",
    "in_flight",
    "in_the_future",
    "in_the_past",
    "in_use",
    "invalid",
    "invitation_accepted",
    "inward",
    "is_shared",
    "itself",
    "key_reused",
    "key_revoked",
    "key_taken",
    "last_administrator",
    "last_operator",
    "link_exists",
    "link_not_valid",
    "mixed_currencies",
    "negative",
    "no_indicator",
    "no_period",
    "no_second_factor",
    "no_such_step",
    "no_value",
    "not_a_choice",
    "not_a_level",
    "not_a_table",
    "not_an_association",
    "not_closed",
    "not_done",
    "not_joint",
    "not_open",
    "not_secure",
    "not_there",
    "nothing_before",
    "nothing_to_change",
    "nothing_to_restore",
    "oneself",
    "only_aggregate",
    "operator_needed",
    "out_of_order",
    "out_of_range",
    "overlaps",
    "own_branch",
    "own_second_factor",
    "parent_closed",
    "person_not_found",
    "plan_limit_people",
    "plan_limit_projects",
    "plan_limit_storage",
    "policy_in_use",
    "rate_and_amount_differ",
    "ratio",
    "read_only",
    "rebuild_under_way",
    "rejected_again",
    "repeated",
    "repeated_line",
    "report_locked",
    "required",
    "reversed",
    "revoked_token",
    "round_exists",
    "round_locked",
    "scale",
    "second_factor_exists",
    "stale_version",
    "statement_locked",
    "step_not_possible",
    "tick",
    "too_large",
    "too_late",
    "too_long",
    "too_many",
    "too_many_attachments",
    "too_many_attempts",
    "too_many_exports",
    "too_many_imports",
    "too_many_keys",
    "too_many_rows",
    "too_many_views",
    "too_many_webhooks",
    "too_short",
    "too_small",
    "unit_left_out",
    "unknown",
    "unknown_field",
    "unknown_goal",
    "unknown_host",
    "unknown_indicator",
    "unknown_level",
    "unknown_organisation",
    "unknown_place",
    "unknown_plan",
    "unknown_policy",
    "unknown_programme",
    "unknown_taxonomy",
    "unknown_theme",
    "unknown_time_zone",
    "unknown_unit",
    "unknown_version",
    "value_exists",
    "value_final",
    "webhook_disabled",
    "wrong_code",
    "wrong_credentials",
    "wrong_password",
    "wrong_period",
    "wrong_status",
    "wrong_type",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clients::FieldFault,
        forms::{Control, Form},
        language::{Country, Language},
        pages::samples::a_member,
    };

    const VOICE: Voice = Voice {
        language: Language::Fi,
        country: Country::Finland,
    };

    #[test]
    fn a_known_code_is_translated_and_an_unknown_one_keeps_its_detail() {
        assert_eq!(
            words(VOICE, "required", Some("Must not be empty.")),
            VOICE.say("fault-required")
        );
        assert_eq!(
            words(VOICE, "moon_phase", Some("The moon is full.")),
            "The moon is full."
        );
        assert_eq!(words(VOICE, "moon_phase", None), VOICE.say("fault-unknown"));
    }

    #[test]
    fn a_pointer_finds_its_field() {
        let mut fields: Vec<_> = ["title", "period.from", "sources.0.amount", "sources.2.amount"]
            .into_iter()
            .map(|name| Field::new(VOICE, name, "", Control::Line("text")))
            .collect();
        let kept = BTreeMap::from([("sources".to_owned(), vec![0, 2])]);
        let mut found = |pointer: &str| field_of(&mut fields, pointer, &kept).map(|field| field.name.clone());
        assert_eq!(found("/title/fi").as_deref(), Some("title"));
        assert_eq!(found("/period").as_deref(), Some("period.from"));
        assert_eq!(found("/sources/1/amount").as_deref(), Some("sources.2.amount"));
        assert_eq!(found("/elsewhere"), None);
    }

    #[test]
    fn what_a_field_cannot_hold_is_told_with_an_example() {
        let mut form = Form::new(&a_member(Language::Fi), "/projects/new", "save").money("total_cost", "total-cost");
        let fault = FieldFault {
            pointer: "/total_cost/amount".to_owned(),
            code: "wrong_type".to_owned(),
            detail: String::new(),
        };
        let problem = Problem {
            status: 422,
            errors: vec![fault],
            ..Problem::default()
        };
        form.refuse(problem).unwrap();
        let told: Vec<&String> = form.fields.iter().flat_map(|field| &field.faults).collect();
        assert_eq!(told, [&VOICE.say("fault-no_amount")]);
    }
}
