//! One service asking another: proven by a shared secret, on addresses that no ingress routes.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

use crate::http::Problem;

pub const HEADER: &str = "x-samverka-internal";

/// The secret that services share, as app data.
#[derive(Clone, Debug)]
pub struct InternalSecret(pub SecretString);

/// Another service of this installation.
#[derive(Clone, Copy, Debug)]
pub struct InternalCaller;

impl FromRequest for InternalCaller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request
            .headers()
            .get(HEADER)
            .map(|v| v.as_bytes().to_vec())
            .unwrap_or_default();
        let proven = request
            .app_data::<Data<InternalSecret>>()
            .is_some_and(|secret| bool::from(secret.0.expose_secret().as_bytes().ct_eq(&given)));
        // Outsiders learn nothing, not even that there is something.
        ready(if proven {
            Ok(Self)
        } else {
            Err(Problem::no_such_address())
        })
    }
}
