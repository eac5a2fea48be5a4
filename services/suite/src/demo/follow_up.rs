//! What is done to a thing after it was made: the steps of its life, what can only be said when all else is
//! there, and what a unit states.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{
    cast::Cast,
    client::{self, at, word},
    content::{Entry, holds},
    files::Record,
    kinds::Kind,
    references::References,
};

/// Takes the steps of a policy or an application that were not taken yet. A step may name who takes it.
pub async fn steps(cast: &mut Cast<'_>, kind: &Kind, id: &str, entry: &Entry) -> anyhow::Result<usize> {
    if entry.steps.is_empty() {
        return Ok(0);
    }
    let path = format!("{}/{id}", kind.path);
    let mut thing = cast.admin().get(&path).await?;
    let mut made = 0;
    for step in &entry.steps {
        if was_taken(&thing, step) {
            continue;
        }
        let mut step = step.clone();
        let by = step.as_object_mut().and_then(|s| s.remove("by"));
        let by = by.as_ref().and_then(Value::as_str).or(entry.by.as_deref());
        let seat = cast.seat(by.unwrap_or(kind.by)).await?;
        let to = word(&step, "/to").to_owned();
        thing = seat
            .act(&format!("{path}/steps"), client::version(&thing), step)
            .await
            .with_context(|| format!("step to {to}"))?;
        made += 1;
    }
    Ok(made)
}

fn was_taken(thing: &Value, step: &Value) -> bool {
    let mut taken = at(thing, "/steps").as_array().into_iter().flatten();
    taken.any(|t| word(t, "/to") == word(step, "/to") && word(t, "/on") == word(step, "/on"))
}

/// Changes what can only be said once everything is there. The record has a name, by which it is found again.
pub async fn afterwards(
    cast: &mut Cast<'_>,
    references: &References,
    kind: &Kind,
    record: &Record,
) -> anyhow::Result<usize> {
    let entry = Entry::of(record, references)?;
    let (Some(change), Some(called)) = (entry.afterwards, entry.called) else {
        return Ok(0);
    };
    let path = format!("{}/{}", kind.path, references.id(&format!("{}/{called}", kind.word))?);
    let there = cast.admin().get(&path).await?;
    if holds(Some(&there), &change) {
        return Ok(0);
    }
    let seat = cast.seat(entry.by.as_deref().unwrap_or(kind.by)).await?;
    seat.patch(&path, client::version(&there), change)
        .await
        .with_context(|| format!("{} {called}", kind.word))?;
    Ok(1)
}

/// What a unit states for a year: the round asked for it, so it is there and waits.
pub async fn statement(cast: &mut Cast<'_>, references: &References, record: &Record) -> anyhow::Result<usize> {
    let entry = Entry::of(record, references)?;
    let (year, unit) = (at(&entry.body, "/year"), word(&entry.body, "/unit_id"));
    let list = format!("/statements?year={year}&unit_id={unit}");
    let statements = cast.admin().all(&list).await?;
    let there = statements
        .first()
        .with_context(|| format!("nobody asked {unit} for a statement of {year}"))?;
    if matches!(word(there, "/status"), "submitted" | "locked") {
        return Ok(0);
    }
    let seat = cast.seat(entry.by.as_deref().unwrap_or("planner")).await?;
    let path = format!("/statements/{}", client::id(there));
    let mut there = there.clone();
    let said = json!({ "text": at(&entry.body, "/text"), "plan_reference": at(&entry.body, "/plan_reference") });
    if !holds(Some(&there), &said) {
        there = seat.patch(&path, client::version(&there), said).await?;
    }
    if at(&entry.body, "/submitted") == true {
        seat.act(&format!("{path}/submit"), client::version(&there), json!({}))
            .await?;
    }
    Ok(1)
}
