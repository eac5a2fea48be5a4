//! JSON Merge Patch (RFC 7396) for things whose whole content is one type: absent keeps, null clears.

use std::{borrow::Cow, future::Future, marker::PhantomData, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use garde::Validate;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use super::{Problem, body};

/// A patch of a `T`: any of its fields, each of them optional.
#[derive(Clone, Debug)]
pub struct Merge<T>(Map<String, Value>, PhantomData<T>);

impl<T> Merge<T>
where
    T: Serialize + DeserializeOwned + Validate<Context = ()>,
{
    /// The thing after the patch, read as strictly as when it was made.
    pub fn over(&self, before: &T) -> Result<T, Problem> {
        let mut after = serde_json::to_value(before).map_err(Problem::internal)?;
        merge(&mut after, Value::Object(self.0.clone()));
        body::strictly(&serde_json::to_vec(&after).map_err(Problem::internal)?)
    }
}

/// RFC 7396, section 2.
pub(super) fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(target) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(&name);
        } else {
            merge(target.entry(name).or_insert(Value::Null), value);
        }
    }
}

impl<T: 'static> FromRequest for Merge<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = body::read(&request, payload).await?;
            Ok(Self(body::parse(&bytes)?, PhantomData))
        })
    }
}

impl<T: PartialSchema> PartialSchema for Merge<T> {
    fn schema() -> RefOr<Schema> {
        let mut schema = T::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required.clear();
        }
        schema
    }
}

impl<T: ToSchema> ToSchema for Merge<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Patch", T::name()))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn absent_keeps_null_clears_and_an_object_is_merged_field_by_field() {
        let mut thing = json!({"title": {"fi": "a", "sv": "b"}, "note": "n", "kind": "eu"});
        merge(&mut thing, json!({"title": {"sv": null, "en": "c"}, "note": null}));
        assert_eq!(thing, json!({"title": {"fi": "a", "en": "c"}, "kind": "eu"}));
    }
}
