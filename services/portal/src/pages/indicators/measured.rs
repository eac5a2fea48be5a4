//! What was measured, in words: a number, a share by its two numbers, a level by its name.

use serde_json::Value;

use crate::{
    clients::indicators::{Indicator, IndicatorValue},
    forms::{Control, Form},
    page::Page,
};

pub fn shown(page: &Page, indicator: &Indicator, value: &IndicatorValue) -> String {
    // A share is shown with what it is a share of.
    if !value.denominator.is_null() {
        return page.with2(
            "value-of",
            "numerator",
            page.value(&value.numerator),
            "denominator",
            page.value(&value.denominator),
        );
    }
    if value.level.is_null() {
        return page.value(&value.value);
    }
    level(page, indicator, &value.level)
}

/// A total, a target, a baseline: of a share per cent with its sign.
pub fn with_sign(page: &Page, indicator: &Indicator, value: &Value) -> String {
    let told = page.value(value);
    let is_percent = indicator.kind == "ratio" && page.value(&indicator.factor) == "100";
    if is_percent && !told.is_empty() {
        format!("{told}\u{a0}%")
    } else {
        told
    }
}

/// A level of a scale by its name.
pub fn level(page: &Page, indicator: &Indicator, level: &Value) -> String {
    let step = indicator.scale.iter().find(|step| step.level == *level);
    step.map_or_else(|| page.value(level), |step| page.plain(&step.label))
}

/// The fields for what was measured. A share is asked for by its two numbers, so that shares can be added up.
pub fn fields(page: &Page, form: Form, indicator: &Indicator) -> Form {
    match indicator.kind.as_str() {
        "ratio" => form
            .field("numerator", "numerator", Control::Decimal)
            .required()
            .field("denominator", "denominator", Control::Decimal)
            .required(),
        "scale" => {
            let options = indicator
                .scale
                .iter()
                .map(|step| (plain(&step.level), page.plain(&step.label)))
                .collect();
            form.choice("level", "scale-level", options)
                .required()
                .area("evidence", "evidence")
                .required()
        }
        _ => form.field("value", "value", Control::Decimal).required(),
    }
}

/// What the fields say, as the API takes it: without what is blank, and levels as numbers.
pub fn body(form: &Form, indicator: &Indicator) -> Value {
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.retain(|_, value| !value.is_null());
        let chosen = form.value("level");
        if let Some(step) = indicator.scale.iter().find(|step| plain(&step.level) == chosen) {
            map.insert("level".to_owned(), step.level.clone());
        }
    }
    body
}

fn plain(level: &Value) -> String {
    level.as_str().map_or_else(|| level.to_string(), str::to_owned)
}
