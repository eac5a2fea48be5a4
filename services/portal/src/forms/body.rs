//! Turns fields into the JSON that the API takes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Control, Field};
use crate::language::Language;

pub fn of(fields: &[Field]) -> Value {
    let mut root = Value::Object(Map::new());
    for field in fields.iter().filter(|field| !field.name.is_empty()) {
        let path: Vec<&str> = field.name.split('.').collect();
        put(&mut root, &path, value_of(field));
    }
    pack(root)
}

/// Which rows of the form became which rows of the body, by the name of the list: blank rows are not sent, and a
/// problem's pointer counts only those that were.
pub fn kept_rows(fields: &[Field]) -> BTreeMap<String, Vec<usize>> {
    let mut rows: BTreeMap<String, BTreeMap<usize, bool>> = BTreeMap::new();
    for field in fields {
        let mut parts = field.name.split('.');
        let (Some(list), Some(index)) = (parts.next(), parts.next().and_then(|part| part.parse::<usize>().ok())) else {
            continue;
        };
        let filled = rows.entry(list.to_owned()).or_default().entry(index).or_default();
        *filled |= !value_of(field).is_null() && !matches!(field.control, Control::Hidden);
    }
    rows.into_iter()
        .map(|(list, rows)| {
            (
                list,
                rows.into_iter()
                    .filter(|(_, filled)| *filled)
                    .map(|(index, _)| index)
                    .collect(),
            )
        })
        .collect()
}

fn value_of(field: &Field) -> Value {
    let text = field.value();
    match &field.control {
        Control::Texts { .. } => {
            if field.is_blank() {
                return Value::Null;
            }
            // A language that says nothing is told so: otherwise a change would leave what it said before.
            let said = |text: &String| if text.is_empty() { Value::Null } else { json!(text) };
            let texts = Language::ALL.into_iter().zip(field.values());
            Value::Object(
                texts
                    .map(|(language, text)| (language.code().to_owned(), said(text)))
                    .collect(),
            )
        }
        Control::Many(_) => json!(
            field
                .values()
                .iter()
                .filter(|value| !value.is_empty())
                .collect::<Vec<_>>()
        ),
        Control::Tick => Value::Bool(!text.is_empty() && text != "false"),
        _ if text.is_empty() => Value::Null,
        Control::Money => json!({ "amount": decimal(text), "currency": field.currency() }),
        Control::Decimal => json!(decimal(text)),
        // What is no number is sent as it was typed: the service says what is wrong with it.
        Control::Whole => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        _ => json!(text),
    }
}

/// A number that says nothing about how exact it is, is exact. One that nobody gave is nothing.
pub fn exact(figure: Option<&mut Value>) {
    let Some(figure) = figure else { return };
    if figure.get("value").is_none_or(Value::is_null) && figure.get("exactness").is_none_or(Value::is_null) {
        *figure = Value::Null;
    } else if let Some(map) = figure.as_object_mut()
        && map.get("exactness").is_none_or(Value::is_null)
    {
        map.insert("exactness".to_owned(), "exact".into());
    }
}

/// `100 000,50` as people write it becomes `100000.50`.
pub fn decimal(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| if letter == '\u{2212}' { '-' } else { letter })
        .collect();
    match (plain.rfind(','), plain.rfind('.')) {
        (Some(comma), Some(point)) if point > comma => plain.replace(',', ""),
        (Some(_), Some(_)) => plain.replace('.', "").replace(',', "."),
        (Some(_), None) => plain.replace(',', "."),
        _ => plain,
    }
}

fn put(place: &mut Value, path: &[&str], value: Value) {
    let [first, rest @ ..] = path else {
        *place = value;
        return;
    };
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(map) = place {
        put(map.entry((*first).to_owned()).or_insert(Value::Null), rest, value);
    }
}

/// Objects whose names are all numbers are rows: they become a list, without the rows nobody filled in.
fn pack(value: Value) -> Value {
    let Value::Object(map) = value else { return value };
    let is_rows = !map.is_empty() && map.keys().all(|key| key.parse::<usize>().is_ok());
    if is_rows {
        let rows: BTreeMap<usize, Value> = map
            .into_iter()
            .filter_map(|(key, row)| Some((key.parse().ok()?, pack(row))))
            .collect();
        return Value::Array(rows.into_values().filter(|row| !is_empty(row)).collect());
    }
    Value::Object(map.into_iter().map(|(key, inner)| (key, pack(inner))).collect())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.values().all(is_empty),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        language::{Country, Voice},
        reader::Submitted,
    };

    const VOICE: Voice = Voice {
        language: Language::Fi,
        country: Country::Finland,
    };

    fn filled(fields: &[(&str, Control)], typed: &[(&str, &str)]) -> Vec<Field> {
        let submitted = Submitted::sample(typed);
        let mut fields: Vec<_> = fields
            .iter()
            .map(|(name, control)| Field::new(VOICE, name, "", control.clone()))
            .collect();
        for field in &mut fields {
            field.fill(&submitted);
        }
        fields
    }

    #[test]
    fn names_with_dots_make_the_shape() {
        let fields = filled(
            &[
                ("title", Control::Texts { long: false }),
                ("period.from", Control::Date),
                ("period.to", Control::Date),
                ("total_cost", Control::Money),
                ("public_card", Control::Tick),
            ],
            &[
                ("title.fi", "Elinvoima"),
                ("period.from", "2017-01-01"),
                ("total_cost", "100 000,00"),
                ("public_card", "true"),
            ],
        );
        assert_eq!(
            of(&fields),
            json!({
                "title": {"fi": "Elinvoima", "sv": null, "en": null}, "period": {"from": "2017-01-01", "to": null},
                "total_cost": {"amount": "100000.00", "currency": "EUR"}, "public_card": true,
            })
        );
    }

    #[test]
    fn blank_rows_are_left_out_and_remembered() {
        let fields = filled(
            &[
                ("rows.0.name", Control::Line("text")),
                ("rows.1.name", Control::Line("text")),
                ("rows.2.name", Control::Line("text")),
            ],
            &[("rows.0.name", "one"), ("rows.2.name", "three")],
        );
        assert_eq!(of(&fields), json!({"rows": [{"name": "one"}, {"name": "three"}]}));
        assert_eq!(kept_rows(&fields)["rows"], vec![0, 2]);
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(decimal("1 234,50"), "1234.50");
        assert_eq!(decimal("1.234,50"), "1234.50");
        assert_eq!(decimal("1,234.50"), "1234.50");
        assert_eq!(decimal("100000.00"), "100000.00");
    }

    #[test]
    fn a_number_is_exact_unless_somebody_says_otherwise_and_none_is_nothing() {
        let figure = |mut figure: Value| {
            exact(Some(&mut figure));
            figure
        };
        assert_eq!(
            figure(json!({"value": "12", "exactness": null})),
            json!({"value": "12", "exactness": "exact"})
        );
        let about = json!({"value": "12", "exactness": "about"});
        assert_eq!(figure(about.clone()), about);
        assert_eq!(figure(json!({"value": null, "exactness": null})), Value::Null);
        let without_number = json!({"value": null, "exactness": "about"});
        assert_eq!(figure(without_number.clone()), without_number);
    }
}
