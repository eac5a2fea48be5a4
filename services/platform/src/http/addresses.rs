//! The addresses that the description names: who answers at them, and by which methods.

use std::sync::Arc;

use actix_web::{
    HttpRequest,
    guard::{Guard, fn_guard},
    http::Method,
};
use utoipa::openapi::OpenApi;

use super::Problem;

/// Documented addresses, each as its segments, where one in braces stands for any, with the methods it has.
pub(super) struct Addresses(Vec<(Vec<String>, Vec<Method>)>);

impl Addresses {
    pub(super) fn of(document: &OpenApi) -> Self {
        let paths = serde_json::to_value(&document.paths).unwrap_or_default();
        let known = paths.as_object().into_iter().flatten().map(|(path, operations)| {
            let methods = operations.as_object().into_iter().flatten();
            let methods = methods
                .filter_map(|(m, _)| Method::from_bytes(m.to_uppercase().as_bytes()).ok())
                .collect();
            (path.split('/').map(str::to_owned).collect(), methods)
        });
        Self(known.collect())
    }

    fn fitting(&self, path: &str) -> impl Iterator<Item = &[Method]> {
        let asked: Vec<&str> = path.split('/').collect();
        self.0.iter().filter_map(move |(known, methods)| {
            let fits = known.len() == asked.len()
                && known
                    .iter()
                    .zip(&asked)
                    .all(|(known, part)| known.starts_with('{') || known == part);
            fits.then_some(methods.as_slice())
        })
    }

    /// Lets through what is asked here. Looking here first, by strings, spares a request from being tried against the
    /// patterns of every service that it does not mean; those were a tenth of what reading one project took.
    pub(super) fn guard(self: Arc<Self>) -> impl Guard {
        fn_guard(move |asked| self.fitting(asked.head().uri.path()).next().is_some())
    }
}

/// What is asked with a method that its address does not have is 405, not 404.
pub(super) fn unanswered(known: &[Arc<Addresses>], request: &HttpRequest) -> Problem {
    let mut methods: Vec<Method> = Vec::new();
    for method in known.iter().flat_map(|own| own.fitting(request.path())).flatten() {
        if !methods.contains(method) {
            methods.push(method.clone());
        }
    }
    if methods.is_empty() || methods.contains(request.method()) {
        Problem::no_such_address()
    } else {
        Problem::method_not_allowed(&methods)
    }
}
