//! What the journal keeps of a thing, read again: a state as requests write it, and what this transaction made of what.

use std::collections::HashMap;

use contracts::envelope::v1 as wire;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, ReflectMessage as _, Value};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::difference::{Difference, differences};
use crate::{
    db::{DbResult, TenantTx, statement},
    values::Money,
};

/// A thing after one of its changes.
#[derive(QueryableByName)]
pub(crate) struct Kept {
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Bool)]
    pub deleted: bool,
    #[diesel(sql_type = Binary)]
    pub state: Vec<u8>,
}

/// What became of a thing in this transaction.
#[derive(Clone, Debug)]
pub(crate) struct Became {
    pub version: i64,
    pub changes: Vec<Difference>,
}

/// A thing as its last change left it.
pub(crate) async fn newest(tx: &mut TenantTx, aggregate: &str, id: Uuid) -> DbResult<Option<Kept>> {
    let rows: Vec<Kept> = statement(
        "SELECT version, deleted, state FROM journal WHERE tenant_id = $1 AND aggregate = $2 AND aggregate_id = $3
         ORDER BY version DESC, position DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Text, _>(aggregate)
    .bind::<SqlUuid, _>(id)
    .load(tx)
    .await?;
    Ok(rows.into_iter().next())
}

/// A thing as it stood in a version.
pub(crate) async fn at(tx: &mut TenantTx, aggregate: &str, id: Uuid, version: i64) -> DbResult<Option<Kept>> {
    let rows: Vec<Kept> = statement(
        "SELECT version, deleted, state FROM journal
         WHERE tenant_id = $1 AND aggregate = $2 AND aggregate_id = $3 AND version = $4
         ORDER BY position DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Text, _>(aggregate)
    .bind::<SqlUuid, _>(id)
    .bind::<BigInt, _>(version)
    .load(tx)
    .await?;
    Ok(rows.into_iter().next())
}

#[derive(QueryableByName)]
struct Before {
    #[diesel(sql_type = SqlUuid)]
    aggregate_id: Uuid,
    #[diesel(sql_type = Binary)]
    state: Vec<u8>,
}

/// What this transaction made of the things of one kind, held against what the journal tells of them.
pub(crate) async fn what_became(tx: &mut TenantTx, service: &str, aggregate: &str) -> DbResult<HashMap<Uuid, Became>> {
    let noted = tx.noted().iter().filter(|change| change.aggregate == aggregate);
    let noted: Vec<(Uuid, i64, Vec<u8>)> = noted.map(|c| (c.id, c.version, c.state.clone())).collect();
    let ids: Vec<Uuid> = noted.iter().map(|(id, ..)| *id).collect();
    let rows: Vec<Before> = statement(
        "SELECT DISTINCT ON (aggregate_id) aggregate_id, state FROM journal
         WHERE tenant_id = $1 AND aggregate = $2 AND aggregate_id = ANY ($3)
         ORDER BY aggregate_id, version DESC, position DESC",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Text, _>(aggregate)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(tx)
    .await?;
    let before: HashMap<Uuid, Vec<u8>> = rows.into_iter().map(|row| (row.aggregate_id, row.state)).collect();
    let message = contracts::message_of(service, aggregate);
    let became = noted.into_iter().map(|(id, version, state)| {
        let before = before.get(&id).map(Vec::as_slice);
        let changes = message.as_ref().map(|message| differences(message, before, &state));
        let changes = changes.unwrap_or_default();
        (id, Became { version, changes })
    });
    Ok(became.collect())
}

/// A state as requests write it: field by field, without what only a key opens. Nothing when it cannot be read.
pub(crate) fn written(message: &MessageDescriptor, state: &[u8]) -> Option<Map<String, Json>> {
    let state = DynamicMessage::decode(message.clone(), state).ok()?;
    Some(fields(&state))
}

fn fields(message: &DynamicMessage) -> Map<String, Json> {
    let mut written = Map::new();
    for field in message.descriptor().fields() {
        let told = message.has_field(&field);
        // A list or a number that is not told is empty or nought; a text is not there.
        let said = told || !(field.supports_presence() || matches!(field.kind(), Kind::String if !field.is_list()));
        if said && let Some(value) = json(&message.get_field(&field)) {
            written.insert(field.name().to_owned(), value);
        }
    }
    written
}

fn json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Bool(value) => (*value).into(),
        Value::I32(value) | Value::EnumNumber(value) => (*value).into(),
        Value::I64(value) => (*value).into(),
        Value::U32(value) => (*value).into(),
        Value::U64(value) => (*value).into(),
        Value::F32(value) => (*value).into(),
        Value::F64(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        Value::Message(message) if contracts::is_personal(&message.descriptor()) => return None,
        Value::Message(message) => amount(message).unwrap_or_else(|| Json::Object(fields(message))),
        Value::List(items) => items.iter().filter_map(json).collect(),
        Value::Bytes(_) | Value::Map(_) => return None,
    })
}

/// Money goes by minor units there, and as a decimal here.
fn amount(message: &DynamicMessage) -> Option<Json> {
    if message.descriptor().full_name() != "samverka.envelope.v1.Money" {
        return None;
    }
    let money = Money::try_from(message.transcode_to::<wire::Money>().ok()?).ok()?;
    serde_json::to_value(money).ok()
}

#[cfg(test)]
mod tests {
    use contracts::{
        envelope::v1::{Money, Text},
        goals::v1::{Indicator, ScaleLevel},
        projects::v1::NetworkMembership,
    };
    use serde_json::json;

    use super::*;

    fn of(service: &str, aggregate: &str, state: &impl prost::Message) -> Json {
        let message = contracts::message_of(service, aggregate).unwrap();
        Json::Object(written(&message, &state.encode_to_vec()).unwrap())
    }

    #[test]
    fn a_state_reads_like_a_request() {
        let membership = NetworkMembership {
            network_id: "n".to_owned(),
            seats: Some(0),
            fee: Some(Money {
                minor: 250_005,
                currency: "EUR".to_owned(),
            }),
            attends: Some(Text {
                en: Some("Coordinator".to_owned()),
                ..Text::default()
            }),
            ..NetworkMembership::default()
        };
        assert_eq!(
            of("projects", "network_membership", &membership),
            json!({"network_id": "n", "seats": 0, "fee": {"amount": "2500.05", "currency": "EUR"},
                   "attends": {"en": "Coordinator"}})
        );
    }

    #[test]
    fn nought_is_told_and_a_text_that_is_not_there_is_not() {
        let indicator = Indicator {
            scale: vec![ScaleLevel {
                level: 0,
                label: Some(Text::default()),
            }],
            ..Indicator::default()
        };
        let written = of("goals", "indicator", &indicator);
        assert_eq!(written["scale"], json!([{"level": 0, "label": {}}]));
        assert_eq!((&written["decimals"], &written["goal_ids"]), (&json!(0), &json!([])));
        assert_eq!(written.get("kind"), None);
    }
}
