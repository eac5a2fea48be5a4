//! What the tests of rules begin with.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Something valid with other fields laid over it, read as a request's body is.
pub fn read<T: DeserializeOwned>(valid: Value, change: Value) -> T {
    let (Value::Object(mut body), Value::Object(change)) = (valid, change) else {
        panic!("a body is an object");
    };
    body.extend(change);
    serde_json::from_value(body.into()).unwrap()
}
