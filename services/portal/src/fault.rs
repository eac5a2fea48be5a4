//! What keeps a page from being shown. Handlers return it with `?`; the frame around all pages turns it into a page that
//! says what the reader can do, in the reader's language.

use std::fmt;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};

use crate::clients::{Problem, STEP_UP};

#[derive(Debug)]
pub enum Fault {
    /// Nobody is signed in, or the session is over: sign in, then come back here.
    SignIn,
    ChooseOrganisation,
    /// Signed in, but too long ago for this: prove once more who you are, then go on.
    StepUp,
    NotFound,
    NotAllowed,
    /// Somebody else changed it in between.
    Stale,
    /// It cannot be done as things stand; the service said why.
    Conflict(Problem),
    /// The service did not take what we sent, and no form is there to show it beside a field.
    Refused(Problem),
    /// A form without its token: another site's, or one older than the session.
    Forged,
    Unreadable(String),
    TooMany,
    Unavailable(String),
    /// An answer we cannot make sense of: our fault.
    Broken(String),
}

impl Fault {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn | Self::ChooseOrganisation | Self::StepUp => StatusCode::SEE_OTHER,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed | Self::Forged => StatusCode::FORBIDDEN,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::BAD_GATEWAY,
        }
    }

    /// The part of the messages `fault-page-…` that tells of this fault.
    pub fn page(&self) -> &'static str {
        match self {
            Self::SignIn | Self::ChooseOrganisation | Self::StepUp => "sign-in",
            Self::NotFound => "not-found",
            Self::NotAllowed => "not-allowed",
            Self::Stale => "stale",
            Self::Conflict(_) => "conflict",
            Self::Refused(_) => "refused",
            Self::Forged => "forged",
            Self::Unreadable(_) => "unreadable",
            Self::TooMany => "too-many",
            Self::Unavailable(_) => "unavailable",
            Self::Broken(_) => "broken",
        }
    }

    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Conflict(problem) | Self::Refused(problem) => Some(problem),
            _ => None,
        }
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        match problem.status {
            401 => Self::SignIn,
            403 if problem.code == STEP_UP => Self::StepUp,
            403 => Self::NotAllowed,
            404 => Self::NotFound,
            409 => Self::Conflict(problem),
            412 | 428 => Self::Stale,
            400 | 413 | 415 | 422 => Self::Refused(problem),
            429 => Self::TooMany,
            502..=504 => Self::Unavailable(problem.code),
            _ => Self::Broken(format!("{} {}", problem.status, problem.code)),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(why) | Self::Broken(why) | Self::Unreadable(why) => {
                write!(formatter, "{}: {why}", self.page())
            }
            other => formatter.write_str(other.page()),
        }
    }
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Replaced by a page in `pages::frame`; this is what stays should even that fail.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status())
            .content_type("text/plain; charset=utf-8")
            .body(self.page())
    }
}
