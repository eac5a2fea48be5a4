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
pub struct Merge<T> {
    fields: Map<String, Value>,
    /// It is all that the thing says afterwards: nothing of what was before stays.
    whole: bool,
    of: PhantomData<T>,
}

impl<T> Merge<T>
where
    T: Serialize + DeserializeOwned + Validate<Context = ()>,
{
    /// What makes a thing say this and nothing else.
    pub fn whole(fields: Map<String, Value>) -> Self {
        Self {
            fields,
            whole: true,
            of: PhantomData,
        }
    }

    /// What makes a thing say the same as this content.
    pub fn to(content: &T) -> Result<Self, Problem> {
        match serde_json::to_value(content).map_err(Problem::internal)? {
            Value::Object(fields) => Ok(Self::whole(fields)),
            _ => Err(Problem::internal("a content is an object")),
        }
    }

    /// The thing after the patch, read as strictly as when it was made.
    pub fn over(&self, before: &T) -> Result<T, Problem> {
        let mut after = if self.whole {
            Value::Object(Map::new())
        } else {
            serde_json::to_value(before).map_err(Problem::internal)?
        };
        merge(&mut after, Value::Object(self.fields.clone()));
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
            Ok(Self {
                fields: body::parse(&bytes)?,
                whole: false,
                of: PhantomData,
            })
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
