//! The portal's cookies. It keeps nothing of its own: who is signed in travels sealed in the session cookie.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};
use serde::{Deserialize, Serialize};

use crate::{clients::tenants::OrganisationChoice, config::Transport};

/// What the sealed session cookie holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    pub id: String,
    pub token: String,
    pub name: String,
    pub operator: bool,
    /// The organisation the reader acts for now.
    pub organisation: Option<String>,
    /// Those that can be chosen. A cookie holds 4 kB, so no more than fit.
    pub organisations: Vec<OrganisationChoice>,
}

pub const MOST_ORGANISATIONS: usize = 12;

#[derive(Clone, Copy, Debug)]
pub struct Jar {
    transport: Transport,
}

#[derive(Clone, Copy, Debug)]
pub enum Name {
    /// The sealed session.
    Session,
    /// The other half of the token in forms of readers who are not signed in.
    Visitor,
    Language,
    ColourScheme,
}

impl Jar {
    pub fn new(transport: Transport) -> Self {
        Self { transport }
    }

    fn name(self, name: Name) -> &'static str {
        match (name, self.transport) {
            (Name::Session, Transport::Https) => "__Host-samverka",
            (Name::Session, Transport::Loopback) => "samverka",
            (Name::Visitor, Transport::Https) => "__Host-samverka-visitor",
            (Name::Visitor, Transport::Loopback) => "samverka-visitor",
            (Name::Language, _) => "samverka-language",
            (Name::ColourScheme, _) => "samverka-colours",
        }
    }

    pub fn read(self, request: &HttpRequest, name: Name) -> Option<String> {
        request.cookie(self.name(name)).map(|cookie| cookie.value().to_owned())
    }

    /// `__Host-` asks for exactly these: Secure, path `/` and no domain.
    pub fn write(self, name: Name, value: String) -> Cookie<'static> {
        let cookie = Cookie::build(self.name(name), value)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.transport == Transport::Https);
        match name {
            Name::Session | Name::Visitor => cookie.finish(),
            Name::Language | Name::ColourScheme => cookie.max_age(Duration::days(365)).finish(),
        }
    }

    pub fn forget(self, name: Name) -> Cookie<'static> {
        let mut cookie = self.write(name, String::new());
        cookie.make_removal();
        cookie
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protected_session_cookie_is_bound_to_its_host() {
        let cookie = Jar::new(Transport::Https).write(Name::Session, "x".to_owned());
        assert_eq!(
            cookie.to_string(),
            "__Host-samverka=x; HttpOnly; SameSite=Lax; Secure; Path=/"
        );
    }

    #[test]
    fn on_this_machine_a_cookie_works_without_a_certificate() {
        let cookie = Jar::new(Transport::Loopback).write(Name::Session, "x".to_owned());
        assert_eq!(cookie.to_string(), "samverka=x; HttpOnly; SameSite=Lax; Path=/");
    }
}
