//! One operation: what it does, who may, what it takes and what it answers.

use super::{
    example,
    shapes::{Field, Shapes},
};
use crate::{
    clients::description::{Content, Operation, Parameter},
    html::Html,
};

/// Media types of JSON, which need no mention.
const JSON: [&str; 2] = ["application/json", "application/problem+json"];

pub struct Shown {
    pub anchor: String,
    pub method: &'static str,
    pub path: Html,
    pub summary: Html,
    pub description: Html,
    pub who: String,
    /// By where they stand: the heading and the fields.
    pub parameters: Vec<(String, Vec<Field>)>,
    pub body: Option<Body>,
    pub answers: Vec<AnswerTo>,
}

pub struct Body {
    pub kind: Html,
    pub fields: Vec<Field>,
    pub example: String,
}

pub struct AnswerTo {
    pub status: String,
    pub meaning: String,
    pub what: Html,
    pub fields: Vec<Field>,
    pub example: Option<String>,
}

impl Shown {
    pub fn of(operation: &Operation, shapes: &mut Shapes<'_>) -> Self {
        let told = &operation.told;
        let who = if operation.is_for_anybody() {
            "api-who-anybody"
        } else {
            "api-who-token"
        };
        let body = told.request_body.as_ref();
        Self {
            anchor: operation.anchor(),
            method: operation.method,
            path: Html::code(&operation.path),
            summary: Html::english(&told.summary),
            description: Html::english(&told.description),
            who: shapes.page.t(who),
            parameters: parameters(&told.parameters, shapes),
            body: body.map(|content| Body::of(content, shapes)),
            answers: told
                .responses
                .iter()
                .map(|(status, content)| AnswerTo::of(status, content, shapes))
                .collect(),
        }
    }
}

/// Where a parameter may stand, in the order in which a request is written.
const PLACES: [&str; 3] = ["path", "query", "header"];

fn parameters(told: &[Parameter], shapes: &mut Shapes<'_>) -> Vec<(String, Vec<Field>)> {
    let mut groups = Vec::new();
    for place in PLACES {
        let here = told.iter().filter(|parameter| parameter.place == place);
        let fields: Vec<Field> = here.map(|told| parameter(told, shapes)).collect();
        if !fields.is_empty() {
            groups.push((shapes.page.choice("api-place", place), fields));
        }
    }
    groups
}

fn parameter(told: &Parameter, shapes: &mut Shapes<'_>) -> Field {
    Field {
        name: Html::code(&told.name),
        kind: shapes.kind(&told.schema),
        required: told.required,
        note: Html::english(&told.description),
        example: None,
    }
}

impl Body {
    fn of(content: &Content, shapes: &mut Shapes<'_>) -> Self {
        let media = content.content.values().next().cloned().unwrap_or_default();
        let fields = shapes.fields(&media.schema);
        Self {
            kind: if fields.is_empty() {
                shapes.kind(&media.schema)
            } else {
                Html::default()
            },
            fields,
            example: printed(
                &media
                    .example
                    .unwrap_or_else(|| example::of(&media.schema, shapes.description)),
            ),
        }
    }
}

impl AnswerTo {
    fn of(status: &str, content: &Content, shapes: &mut Shapes<'_>) -> Self {
        let mut answer = Self {
            status: status.to_owned(),
            meaning: shapes.page.choice("api-status", status),
            what: Html::default(),
            fields: Vec::new(),
            example: None,
        };
        let Some((kind, media)) = content.content.iter().next() else {
            answer.what = Html::english(&content.description);
            return answer;
        };
        let is_problem = status.starts_with(['4', '5']);
        if is_problem {
            let codes: Vec<Html> = content.description.split(", ").map(Html::code).collect();
            answer.what = Html::join(&codes, ", ");
        } else if media.schema.is_null() || !JSON.contains(&kind.as_str()) {
            let kinds: Vec<Html> = content.content.keys().map(|kind| Html::code(kind)).collect();
            answer.what = Html::join(&kinds, ", ");
        } else {
            answer.what = shapes.kind(&media.schema);
            answer.fields = shapes.fields_without_name(&media.schema);
            let example = media.example.clone();
            answer.example = Some(printed(
                &example.unwrap_or_else(|| example::of(&media.schema, shapes.description)),
            ));
        }
        answer
    }
}

fn printed(example: &serde_json::Value) -> String {
    serde_json::to_string_pretty(example).unwrap_or_default()
}
