//! What a change made of what: two states of an aggregate, field by field, whatever message they are.

use prost_reflect::{DynamicMessage, MessageDescriptor, ReflectMessage as _, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::values::Text;

/// A field that a change touched. Personal fields are left out: only the key of the person opens them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// Where it stands in the thing: `title.fi`, `targets.0.value`.
    #[schema(example = "title.fi")]
    pub field: String,
    /// What it was; null when it was not there.
    pub before: Option<String>,
    /// What it is; null when it is there no more.
    pub after: Option<String>,
}

/// How two states differ, in the order in which the message declares its fields.
pub(super) fn differences(message: &MessageDescriptor, before: Option<&[u8]>, after: &[u8]) -> Vec<Difference> {
    let read = |state: &[u8]| {
        let mut fields = Fields::default();
        // What a later version wrote differently is not worth failing a history for.
        if let Ok(state) = DynamicMessage::decode(message.clone(), state) {
            fields.of(&state, "");
        }
        fields.0
    };
    let before = before.map(read).unwrap_or_default();
    let after = read(after);
    let value = |fields: &[(String, String)], field: &str| {
        fields
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, value)| value.clone())
    };
    let mut changed: Vec<Difference> = Vec::new();
    for (field, now) in &after {
        let was = value(&before, field);
        if was.as_ref() != Some(now) {
            changed.push(Difference {
                field: field.clone(),
                before: was,
                after: Some(now.clone()),
            });
        }
    }
    let gone = before
        .into_iter()
        .filter(|(field, _)| value(&after, field).is_none())
        .map(|(field, was)| Difference {
            field,
            before: Some(was),
            after: None,
        });
    changed.extend(gone);
    changed
}

/// What a thing in this state is called, where its message has a name or a title. One that is no text in languages, a
/// partner's, is the same in each.
pub(super) fn name(message: &MessageDescriptor, state: &[u8]) -> Option<Text> {
    let field = ["title", "name"]
        .into_iter()
        .find_map(|name| message.get_field_by_name(name))?;
    let state = DynamicMessage::decode(message.clone(), state).ok()?;
    let text = match state.get_field(&field).as_ref() {
        Value::String(name) => Text {
            fi: Some(name.clone()),
            sv: Some(name.clone()),
            en: Some(name.clone()),
        },
        Value::Message(text) if text.descriptor().full_name() == "samverka.envelope.v1.Text" => {
            text.transcode_to::<contracts::envelope::v1::Text>().ok()?.into()
        }
        _ => return None,
    };
    Some(text.tidy()).filter(|text| !text.is_blank())
}

/// The fields of a message down to what a person reads, each with the way to it.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(&mut self, message: &DynamicMessage, path: &str) {
        for (field, value) in message.fields() {
            self.value(value, &within(path, field.name()));
        }
    }

    fn value(&mut self, value: &Value, path: &str) {
        match value {
            Value::Message(message) if contracts::is_personal(&message.descriptor()) => {}
            Value::Message(message) => match amount(message) {
                Some(amount) => self.add(path, amount),
                None => self.of(message, path),
            },
            Value::List(items) if items.iter().all(|item| scalar(item).is_some()) => {
                let items: Vec<String> = items.iter().filter_map(scalar).collect();
                self.add(path, items.join(", "));
            }
            Value::List(items) => {
                for (nth, item) in items.iter().enumerate() {
                    self.value(item, &within(path, &nth.to_string()));
                }
            }
            Value::Map(entries) => {
                let mut entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| (scalar(&key.clone().into()).unwrap_or_default(), value))
                    .collect();
                entries.sort_by(|a, b| a.0.cmp(&b.0));
                for (key, value) in entries {
                    self.value(value, &within(path, &key));
                }
            }
            other => {
                if let Some(text) = scalar(other) {
                    self.add(path, text);
                }
            }
        }
    }

    fn add(&mut self, path: &str, value: String) {
        self.0.push((path.to_owned(), value));
    }
}

fn within(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Money as people write it; nothing when the message is something else.
fn amount(message: &DynamicMessage) -> Option<String> {
    if message.descriptor().full_name() != "samverka.envelope.v1.Money" {
        return None;
    }
    let minor = message.get_field_by_name("minor")?.as_i64()?;
    let currency = message.get_field_by_name("currency")?.as_str()?.to_owned();
    Some(format!("{} {currency}", rust_decimal::Decimal::new(minor, 2)))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::I32(value) | Value::EnumNumber(value) => Some(value.to_string()),
        Value::I64(value) => Some(value.to_string()),
        Value::U32(value) => Some(value.to_string()),
        Value::U64(value) => Some(value.to_string()),
        Value::F32(value) => Some(value.to_string()),
        Value::F64(value) => Some(value.to_string()),
        Value::String(value) => Some(value.clone()),
        Value::Bytes(_) | Value::Message(_) | Value::List(_) | Value::Map(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use contracts::{
        envelope::v1::{Money, Sealed, Text},
        projects::v1::{Financing, FinancingSource, Partner},
        tenants::v1::{Invitation, Unit},
    };
    use prost::Message as _;

    use super::*;

    fn between(service: &str, aggregate: &str, before: Option<&[u8]>, after: &[u8]) -> Vec<(String, String, String)> {
        let message = contracts::message_of(service, aggregate).unwrap();
        let shown = |value: Option<String>| value.unwrap_or_else(|| "—".to_owned());
        differences(&message, before, after)
            .into_iter()
            .map(|d| (d.field, shown(d.before), shown(d.after)))
            .collect()
    }

    fn told(field: &str, before: &str, after: &str) -> (String, String, String) {
        (field.to_owned(), before.to_owned(), after.to_owned())
    }

    #[test]
    fn a_field_that_came_changed_or_went_is_told_and_no_other() {
        let named = |fi: &str, sv: Option<&str>| Unit {
            name: Some(Text {
                fi: Some(fi.to_owned()),
                sv: sv.map(str::to_owned),
                en: None,
            }),
            kind: "school".to_owned(),
            ..Unit::default()
        };
        let before = named("Koulu", Some("Skola")).encode_to_vec();
        let after = named("Lukio", None).encode_to_vec();
        assert_eq!(
            between("tenants", "unit", Some(&before), &after),
            [told("name.fi", "Koulu", "Lukio"), told("name.sv", "Skola", "—")]
        );
        assert_eq!(between("tenants", "unit", Some(&before), &before), []);
    }

    #[test]
    fn the_first_state_is_all_new() {
        let unit = Unit {
            kind: "school".to_owned(),
            ..Unit::default()
        };
        assert_eq!(
            between("tenants", "unit", None, &unit.encode_to_vec()),
            [told("kind", "—", "school")]
        );
    }

    #[test]
    fn money_reads_as_an_amount() {
        let plan = |minor| {
            let money = Money {
                minor,
                currency: "EUR".to_owned(),
            };
            let source = FinancingSource {
                amount: Some(money),
                ..FinancingSource::default()
            };
            Financing {
                sources: vec![source],
                ..Financing::default()
            }
            .encode_to_vec()
        };
        let message = contracts::message_of("projects", "financing").unwrap();
        let changed = differences(&message, Some(&plan(5)), &plan(10_000_000));
        assert_eq!(changed[0].before.as_deref(), Some("0.05 EUR"));
        assert_eq!(changed[0].after.as_deref(), Some("100000.00 EUR"));
        assert_eq!(changed[0].field, "sources.0.amount");
    }

    #[test]
    fn personal_fields_are_left_out() {
        let sealed = Sealed {
            person_id: "019".to_owned(),
            nonce: vec![1],
            ciphertext: vec![2],
        };
        let invitation = Invitation {
            email: Some(sealed),
            ..Invitation::default()
        };
        assert_eq!(between("tenants", "invitation", None, &invitation.encode_to_vec()), []);
    }

    #[test]
    fn a_thing_is_called_by_its_title_or_name_and_never_by_a_personal_one() {
        let called = |service: &str, aggregate: &str, state: &[u8]| {
            name(&contracts::message_of(service, aggregate).unwrap(), state).map(|text| text.fi)
        };
        let text = Text {
            fi: Some("Koulu".to_owned()),
            ..Text::default()
        };
        let unit = Unit {
            name: Some(text),
            ..Unit::default()
        };
        assert_eq!(
            called("tenants", "unit", &unit.encode_to_vec()),
            Some(Some("Koulu".to_owned()))
        );
        let partner = Partner {
            name: "Visby".to_owned(),
            ..Partner::default()
        };
        assert_eq!(
            called("projects", "partner", &partner.encode_to_vec()),
            Some(Some("Visby".to_owned()))
        );
        let invitation = Invitation {
            name: Some(Sealed::default()),
            ..Invitation::default()
        };
        assert_eq!(called("tenants", "invitation", &invitation.encode_to_vec()), None);
        assert_eq!(called("tenants", "unit", &Unit::default().encode_to_vec()), None);
    }
}
