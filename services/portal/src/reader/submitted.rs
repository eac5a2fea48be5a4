use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload};
use futures::future::LocalBoxFuture;

use super::Reader;
use crate::{fault::Fault, pages::lookups};

/// What a form sent, after its token was checked: a handler cannot get at the one without the other.
#[derive(Clone, Debug)]
pub struct Submitted(Vec<(String, String)>);

impl Submitted {
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value.trim())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.trim())
    }

    /// Everything, as it was typed.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The ids among what was chosen.
    pub fn ids(&self) -> Vec<String> {
        lookups::ids_among(self.0.iter().map(|(_, value)| value.as_str()))
    }

    /// As it was typed: passwords may begin or end with a space.
    pub fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    #[cfg(test)]
    pub fn sample(pairs: &[(&str, &str)]) -> Self {
        Self(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }
}

impl FromRequest for Submitted {
    type Error = Fault;
    type Future = LocalBoxFuture<'static, Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let reader = Reader::from_request(request, payload);
        let body = String::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let reader = reader.await?;
            let body = body.await.map_err(|error| Fault::Unreadable(error.to_string()))?;
            let pairs = serde_html_form::from_str(&body).map_err(|error| Fault::Unreadable(error.to_string()))?;
            let submitted = Self(pairs);
            if reader.owns_token(submitted.get("token")) {
                // Kept for a page that stands in for this one and sends it on its way again.
                request.extensions_mut().insert(submitted.clone());
                Ok(submitted)
            } else {
                Err(Fault::Forged)
            }
        })
    }
}
