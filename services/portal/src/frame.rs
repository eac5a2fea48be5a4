//! What is done around every page: the headers that keep it safe, and pages for faults.

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, Uri,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use tracing::{error, warn};

use crate::{
    fault::Fault,
    pages,
    reader::{Reader, Typed, set_aside},
};

pub async fn around_every_page(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut request = request;
    set_aside(&mut request).await;
    // The request must not be held here: while it is routed on, actix wants it to itself.
    let mut response = next.call(request).await?.map_into_boxed_body();
    let asked = response.request().clone();
    let fault = response.response().error().and_then(|error| error.as_error::<Fault>());
    if let Some(fault) = fault {
        log(fault, asked.path());
        let answer = match fault {
            Fault::StepUp => pages::step_up::instead_of(&asked).await,
            Fault::NotAllowed => pages::fault::not_allowed(&asked).await,
            other => answer_to(other, &asked),
        };
        response = ServiceResponse::new(asked.clone(), answer);
    }
    protect(response.headers_mut(), Reader::of_fault(&asked).as_ref());
    Ok(response)
}

fn log(fault: &Fault, path: &str) {
    match fault {
        Fault::Broken(why) => error!(path, why, "a page could not be made"),
        Fault::Unavailable(why) => warn!(path, why, "a service is away"),
        _ => {}
    }
}

fn answer_to(fault: &Fault, request: &HttpRequest) -> HttpResponse {
    let Some(reader) = Reader::of_fault(request) else {
        return HttpResponse::build(fault.status()).finish();
    };
    match fault {
        Fault::SignIn => {
            let reader = reader.whose_session_is_over();
            // Whoever was in the middle of a form gets it back behind the sign-in.
            let back = way_back(request, &reader);
            if let Some(typed) = Typed::of(request, &reader, back.clone()) {
                return pages::sign_in::with(&reader, &typed);
            }
            let to = if back == "/" {
                "/sign-in".to_owned()
            } else {
                pages::address("/sign-in", &[("return", &back)])
            };
            let mut answer = pages::see_other(&to);
            // A session that is over is taken away, or the sign-in page would send its reader in circles.
            let forgotten = answer.add_cookie(&reader.portal.jar.forget(crate::reader::cookies::Name::Session));
            if let Err(error) = forgotten {
                error!(%error, "a cookie could not be written");
            }
            answer
        }
        Fault::ChooseOrganisation => pages::see_other("/organisations"),
        other => pages::fault::show(&reader, other),
    }
}

/// Where a reader goes after signing in: to the page asked for, or to the one whose form was sent.
fn way_back(request: &HttpRequest, reader: &Reader) -> String {
    if request.method() == Method::GET {
        return reader.address.clone();
    }
    let from = request
        .headers()
        .get(header::REFERER)
        .and_then(|from| from.to_str().ok());
    let from = from.and_then(|from| from.parse::<Uri>().ok());
    let page = from.and_then(|from| from.path_and_query().map(ToString::to_string));
    pages::way_back(page.as_deref().unwrap_or_default()).to_owned()
}

/// Pages run their own scripts only, are framed by nobody, and are kept by no cache on the way.
fn protect(headers: &mut HeaderMap, reader: Option<&Reader>) {
    let nonce = reader.map_or("", |reader| reader.nonce.as_str());
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut set = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, &policy);
    set(header::CACHE_CONTROL, "no-store");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
}
