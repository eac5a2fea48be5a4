//! Who reads a page, and how: language, colours, session, organisation. A handler's signature says which it needs:
//! [`Reader`] anybody, [`Session`](cookies::Session) holders through [`SignedIn`], members of an organisation through
//! [`Member`]. Whoever is not that is sent to where they can become it.

mod colours;
pub mod cookies;
pub mod keys;
pub mod rights;
mod submitted;
mod typed;

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, cookie::Cookie, dev::Payload, http::header, web::Data};
pub use colours::ColourScheme;
use cookies::{Name, Session};
use futures::future::LocalBoxFuture;
use jiff::civil::Date;
use rights::Right;
pub use submitted::Submitted;
pub use typed::{Typed, set_aside};

use crate::{
    Portal,
    clients::{Access, Caller, Origin},
    fault::Fault,
    language::{Country, Language, Voice},
    theme::{self, Colour},
};

/// Anybody who asks for a page.
#[derive(Clone)]
pub struct Reader(Arc<Inner>);

#[derive(Clone)]
pub struct Inner {
    pub portal: Portal,
    pub voice: Voice,
    pub colour_scheme: ColourScheme,
    /// Allows the page's own scripts, and no others.
    pub nonce: String,
    /// The address asked for, to come back to after signing in or switching language.
    pub address: String,
    pub session: Option<Session>,
    /// The session that the browser still has, though it is over.
    pub over: Option<Session>,
    pub access: Option<Arc<Access>>,
    pub origin: Origin,
    visitor: String,
    /// Whether something is missing on the page because a service is away.
    away: Arc<AtomicBool>,
}

impl Deref for Reader {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Reader {
    /// What can be known without asking anybody: enough for a page that tells of a fault.
    fn glance(request: &HttpRequest, portal: &Portal) -> Inner {
        let jar = portal.jar;
        let wished = jar.read(request, Name::Language).and_then(|code| Language::of(&code));
        let browser = request
            .headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let language = wished
            .or_else(|| browser.and_then(Language::wished_by))
            .unwrap_or(Language::En);
        let session = jar
            .read(request, Name::Session)
            .and_then(|sealed| portal.keys.open(&sealed));
        Inner {
            portal: portal.clone(),
            voice: Voice {
                language,
                country: Country::Finland,
            },
            colour_scheme: jar
                .read(request, Name::ColourScheme)
                .map_or(ColourScheme::Auto, |code| ColourScheme::of(&code)),
            nonce: hex::encode(rand::random::<[u8; 16]>()),
            address: request
                .uri()
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            session,
            over: None,
            access: None,
            origin: Origin::of(request),
            visitor: visitor_of(request, portal),
            away: Arc::default(),
        }
    }

    async fn meet(request: HttpRequest) -> Result<Self, Fault> {
        let known = request.extensions().get::<Self>().cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let portal = request
            .app_data::<Data<Portal>>()
            .ok_or(Fault::Broken("the portal is not configured".to_owned()))?;
        let mut inner = Self::glance(&request, portal);
        let mut fault = None;
        if let Some(session) = inner.session.clone() {
            match portal.api.access(&session, &inner.origin).await {
                Ok(access) => {
                    inner.voice.country = access.country();
                    // Of the profile the cookie tells; before the browser's comes the organisation's wish.
                    let wished = portal.jar.read(&request, Name::Language).is_some();
                    let own = access.organisation.as_ref().and_then(|own| Language::of(&own.language));
                    if let (false, Some(language)) = (wished, own) {
                        inner.voice.language = language;
                    }
                    inner.access = Some(access);
                }
                // The session was ended elsewhere: the reader is simply not signed in any more.
                Err(Fault::SignIn) => inner.over = inner.session.take(),
                Err(other) => fault = Some(other),
            }
        }
        let reader = Self(Arc::new(inner));
        request.extensions_mut().insert(reader.clone());
        fault.map_or(Ok(reader), Err)
    }

    /// The reader of a page that tells of a fault: as much as was found out before it happened.
    pub fn of_fault(request: &HttpRequest) -> Option<Self> {
        let known = request.extensions().get::<Self>().cloned();
        known.or_else(|| {
            let portal = request.app_data::<Data<Portal>>()?;
            let mut inner = Self::glance(request, portal);
            inner.session = None;
            Some(Self(Arc::new(inner)))
        })
    }

    /// The form token of this reader.
    pub fn token(&self) -> String {
        self.portal.keys.token_for(&self.token_subject())
    }

    pub fn owns_token(&self, token: &str) -> bool {
        self.portal.keys.is_token_for(&self.token_subject(), token)
    }

    /// The same reader, as one whose session is over. A service may know that before we do.
    pub fn whose_session_is_over(&self) -> Self {
        Self(Arc::new(Inner {
            over: self.over.clone().or_else(|| self.session.clone()),
            session: None,
            access: None,
            ..Inner::clone(self)
        }))
    }

    /// Whether a form was made for the session that is over: then what was typed there is its reader's own.
    pub fn owned_token(&self, token: &str) -> bool {
        let over = self.over.as_ref().map(of_session);
        over.is_some_and(|subject| self.portal.keys.is_token_for(&subject, token))
    }

    /// The same reader, whose session has just begun.
    pub fn with_session(&self, session: &Session) -> Self {
        Self(Arc::new(Inner {
            session: Some(session.clone()),
            over: None,
            ..Inner::clone(self)
        }))
    }

    /// Signed in, a form belongs to the session; else to a random cookie that another site cannot set.
    fn token_subject(&self) -> String {
        self.session
            .as_ref()
            .map_or_else(|| format!("visitor {}", self.visitor), of_session)
    }

    /// Set on every page for readers who are not signed in, so that their forms can be checked.
    pub fn visitor_cookie(&self) -> Option<Cookie<'static>> {
        self.session
            .is_none()
            .then(|| self.portal.jar.write(Name::Visitor, self.visitor.clone()))
    }

    /// Calls the API as nobody in particular: sign-in, sign-up, invitations.
    pub fn anonymous(&self) -> Caller<'_> {
        self.portal.api.anonymous(&self.origin)
    }

    /// Calls the API with the reader's access token, if there is one.
    pub fn signed_in_api(&self) -> Result<Caller<'_>, Fault> {
        let (session, access) = self.session.as_ref().zip(self.access.as_ref()).ok_or(Fault::SignIn)?;
        Ok(self.portal.api.as_reader(session, access, &self.origin))
    }

    /// What a page can do without: while a service is away, the rest of the page stands, and says that something is missing.
    /// Not for forms, which would send back what they were not shown.
    pub async fn or_nothing<T: Default>(&self, found: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        match found.await {
            Err(Fault::Unavailable(_)) => {
                self.away.store(true, Ordering::Relaxed);
                Ok(T::default())
            }
            other => other,
        }
    }

    /// Whether the reader is signed in and acts for an organisation.
    pub fn is_member(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.organisation.is_some())
    }

    pub fn misses_something(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// Today, where the tenant is.
    pub fn today(&self) -> Date {
        self.portal.clock.today(self.voice.country.time_zone())
    }

    pub fn brand(&self) -> Colour {
        let chosen = self.access.as_ref().and_then(|access| access.organisation.as_ref());
        chosen
            .and_then(|organisation| Colour::of(&organisation.brand.colour))
            .unwrap_or(theme::DEFAULT)
    }

    pub fn may(&self, right: Right) -> bool {
        self.access.as_ref().is_some_and(|access| {
            access
                .roles
                .iter()
                .any(|held| right.roles.contains(&held.role.as_str()))
        })
    }

    /// For forms: nobody fills in what will be refused.
    pub fn must(&self, right: Right) -> Result<(), Fault> {
        if self.may(right) {
            Ok(())
        } else {
            Err(Fault::NotAllowed)
        }
    }

    pub fn is_operator(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.operator && session.organisation.is_none())
    }

    #[cfg(test)]
    pub fn sample(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }
}

#[cfg(test)]
impl Inner {
    pub fn sample(portal: Portal, voice: Voice, session: Option<Session>, access: Option<Access>) -> Self {
        Self {
            portal,
            voice,
            colour_scheme: ColourScheme::Auto,
            nonce: "0123456789abcdef".to_owned(),
            address: "/".to_owned(),
            session,
            over: None,
            access: access.map(Arc::new),
            origin: Origin::default(),
            visitor: "visitor".to_owned(),
            away: Arc::default(),
        }
    }
}

fn of_session(session: &Session) -> String {
    format!("session {}", session.token)
}

fn visitor_of(request: &HttpRequest, portal: &Portal) -> String {
    let kept = portal
        .jar
        .read(request, Name::Visitor)
        .filter(|value| value.len() == 32);
    kept.unwrap_or_else(|| hex::encode(rand::random::<[u8; 16]>()))
}

impl FromRequest for Reader {
    type Error = Fault;
    type Future = LocalBoxFuture<'static, Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        Box::pin(Self::meet(request.clone()))
    }
}

/// A reader with a session: a member, an operator, or somebody who has not yet chosen an organisation.
#[derive(Clone)]
pub struct SignedIn {
    reader: Reader,
    session: Session,
    access: Arc<Access>,
}

impl Deref for SignedIn {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl SignedIn {
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Calls the API with the reader's access token.
    pub fn api(&self) -> Caller<'_> {
        self.portal.api.as_reader(&self.session, &self.access, &self.origin)
    }
}

impl FromRequest for SignedIn {
    type Error = Fault;
    type Future = LocalBoxFuture<'static, Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let reader = Reader::meet(request).await?;
            let (session, access) = reader.session.clone().zip(reader.access.clone()).ok_or(Fault::SignIn)?;
            Ok(Self {
                reader,
                session,
                access,
            })
        })
    }
}

/// A reader who acts for an organisation.
#[derive(Clone)]
pub struct Member(SignedIn);

impl Deref for Member {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl FromRequest for Member {
    type Error = Fault;
    type Future = LocalBoxFuture<'static, Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload);
        Box::pin(async move {
            let signed_in = signed_in.await?;
            if signed_in.session.organisation.is_none() {
                return Err(Fault::ChooseOrganisation);
            }
            Ok(Self(signed_in))
        })
    }
}
