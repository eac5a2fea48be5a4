//! What a thing said in an earlier version, from the journal.

use garde::Validate;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;

use crate::{
    db::TenantTx,
    events::journal,
    http::{IfMatch, Merge, Problem},
    ids::Identity,
};

/// A content that can be read from a state in the journal.
pub trait Recalled: Serialize + DeserializeOwned + Validate<Context = ()> + PartialSchema {
    /// Gives the fields that the journal calls otherwise the names that requests have for them.
    fn renamed(_state: &mut Map<String, Value>) {}
}

/// The fields that a content has. A state has more: an id, a status, what follows from other things.
fn names<C: PartialSchema>() -> Vec<String> {
    match C::schema() {
        RefOr::T(Schema::Object(content)) => content.properties.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// A state in the journal as a content.
fn content<C: Recalled>(service: &str, aggregate: &str, state: &[u8]) -> Option<Map<String, Value>> {
    let mut written = journal::written(&contracts::message_of(service, aggregate)?, state)?;
    C::renamed(&mut written);
    let known = names::<C>();
    written.retain(|name, _| known.contains(name));
    Some(written)
}

/// The content that a state of the journal holds, for tests that nothing of it is lost.
pub fn content_of<I: Identity, C: Recalled>(service: &str, state: &impl prost::Message) -> Result<C, Problem> {
    let written = content::<C>(service, I::AGGREGATE, &state.encode_to_vec());
    let written = written.ok_or_else(|| Problem::internal("a state that cannot be read"))?;
    let value = serde_json::from_value(Value::Object(written));
    value.map_err(Problem::internal)
}

/// What makes a thing say again what it said in a version.
pub(super) async fn recall<I: Identity, C: Recalled>(
    tx: &mut TenantTx,
    service: &str,
    id: I,
    expected: IfMatch,
    version: i64,
) -> Result<Merge<C>, Problem> {
    let id: Uuid = id.into();
    let newest = journal::newest(tx, I::AGGREGATE, id).await?;
    let newest = newest.filter(|newest| !newest.deleted);
    let newest = newest.ok_or_else(|| Problem::not_found(I::MISSING))?;
    expected.holds_for(newest.version)?;
    let then = journal::at(tx, I::AGGREGATE, id, version).await?;
    let then = then.filter(|then| !then.deleted).ok_or_else(|| {
        let told = format!("It never had a version {version}: its history tells which there are.");
        Problem::field("/version", "unknown_version", told)
    })?;
    let read = |state: &[u8]| {
        content::<C>(service, I::AGGREGATE, state)
            .ok_or_else(|| Problem::internal(format!("a {} that cannot be read", I::AGGREGATE)))
    };
    let (then, now) = (read(&then.state)?, read(&newest.state)?);
    if then == now {
        return Err(Problem::conflict("nothing_to_restore").detail(format!(
            "It says the same now as in version {version}. What is not part of its content, such as a closing, is undone by \
             an action of its own."
        )));
    }
    Ok(Merge::whole(then))
}
