//! What a form sent whose session had ended meanwhile. It travels through the sign-in, sealed, and is offered to its reader
//! again: nothing that somebody typed is lost.

use actix_web::{
    HttpMessage as _, HttpRequest,
    dev::{Payload, ServiceRequest},
    http::{Method, header},
    web::{Bytes, BytesMut},
};
use futures::StreamExt as _;
use serde::{Deserialize, Serialize};

use super::Reader;
use crate::forms::Form;

/// More than any form of ours holds. What is longer is not kept, for sealed it has to fit into the form for signing in.
const MOST: usize = 128 * 1024;
const MOST_SEALED: usize = 224 * 1024;

/// The body of a form as it came, until it is known whether it is needed twice.
struct Body(Bytes);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Where it was going, and the page it stood on.
    to: String,
    from: String,
    /// Whose it is: nobody else is offered it who signs in in the same browser.
    person: String,
    /// The organisation it was typed for.
    pub organisation: Option<String>,
    pairs: Vec<(String, String)>,
}

/// Puts a form's body aside, where it can be found once more. Files are not kept: they are chosen again.
pub async fn set_aside(request: &mut ServiceRequest) {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if request.method() != Method::POST || !is_form {
        return;
    }
    let mut payload = request.take_payload();
    let mut kept = BytesMut::new();
    while let Some(part) = payload.next().await {
        // A form that breaks off is none, and one that is too long none of ours: whoever reads it says so.
        let stopped = match part {
            Ok(part) => {
                kept.extend_from_slice(&part);
                (kept.len() > MOST).then(|| Ok(kept.split().freeze()))
            }
            Err(broken) => Some(Err(broken)),
        };
        if let Some(stopped) = stopped {
            let whole = futures::stream::once(async { stopped }).chain(payload);
            request.set_payload(Payload::Stream {
                payload: Box::pin(whole),
            });
            return;
        }
    }
    let body = kept.freeze();
    request.extensions_mut().insert(Body(body.clone()));
    request.set_payload(Payload::from(body));
}

impl Typed {
    /// What a reader whose session is over had sent, if the form was made for that session.
    pub fn of(request: &HttpRequest, reader: &Reader, from: String) -> Option<Self> {
        let extensions = request.extensions();
        let Body(body) = extensions.get::<Body>()?;
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(body).ok()?;
        let token = pairs.iter().find(|(name, _)| name == "token");
        let over = reader.over.as_ref()?;
        let own = token.is_some_and(|(_, token)| reader.owned_token(token));
        // A password is typed again.
        let is_kept = |name: &str| name != "token" && !name.ends_with("password");
        own.then(|| Self {
            to: reader.address.clone(),
            from,
            person: over.name.clone(),
            organisation: over.organisation.clone(),
            pairs: pairs.into_iter().filter(|(name, _)| is_kept(name)).collect(),
        })
    }

    pub fn sealed(&self, reader: &Reader) -> Option<String> {
        let sealed = reader.portal.keys.seal(self);
        sealed.filter(|sealed| sealed.len() <= MOST_SEALED)
    }

    /// What this person had typed.
    pub fn opened(reader: &Reader, sealed: &str, person: &str) -> Option<Self> {
        let typed: Self = reader.portal.keys.open(sealed)?;
        (typed.person == person).then_some(typed)
    }

    /// The form once more, to be sent by its reader: everything as it was typed, unseen.
    pub fn form(&self, reader: &Reader) -> Form {
        let mut form = Form::new(reader, &self.to, "typed-send").cancel(&self.from);
        for (name, value) in &self.pairs {
            match name.as_str() {
                "key" => form.key.clone_from(value),
                "version" => form.version = value.parse().ok(),
                _ => form = form.hidden(name, value),
            }
        }
        form
    }

    #[cfg(test)]
    pub fn sample() -> Self {
        Self {
            to: "/activities/new".to_owned(),
            from: "/activities/new".to_owned(),
            person: "Head of international affairs".to_owned(),
            organisation: Some("o1".to_owned()),
            pairs: [
                ("key", "k"),
                ("version", "3"),
                ("title.fi", "Vierailu"),
                ("goal_ids", "g1"),
                ("goal_ids", "g2"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn what_was_typed_comes_back_as_it_was_with_its_key_and_version_and_a_new_token() {
        let reader = a_member(Language::Fi);
        let typed = Typed::sample();
        let sealed = typed.sealed(&reader).unwrap();
        let opened = Typed::opened(&reader, &sealed, &typed.person).unwrap();
        assert_eq!(opened, typed);
        let form = opened.form(&reader);
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|f| (f.name.as_str(), f.value())).collect();
        assert_eq!((form.key.as_str(), form.version), ("k", Some(3)));
        assert!(reader.owns_token(&form.token));
        assert_eq!(
            fields,
            [("title.fi", "Vierailu"), ("goal_ids", "g1"), ("goal_ids", "g2")]
        );
        assert_eq!(Typed::opened(&reader, "forged", &typed.person), None);
        assert_eq!(Typed::opened(&reader, &sealed, "Somebody else"), None);
    }
}
