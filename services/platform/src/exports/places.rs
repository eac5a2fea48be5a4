//! Which service has which lists, and how a list is asked for within the process.

use std::{collections::HashMap, sync::Arc};

use actix_web::{
    App, HttpMessage as _, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::{Service as _, ServiceResponse},
    http::{Uri, header},
    test::{TestRequest, init_service},
};
use jiff::Timestamp;
use utoipa_actix_web::AppExt as _;

use super::{
    Writing,
    model::{AT_ONCE, Export, ExportError, ExportFormat, ExportId, MakeExports},
    store,
};
use crate::{
    auth::{Auth, Caller, Principal, Rights, Standing as Known, reads_across},
    clock::Clock,
    db::{Db, take_turns},
    events::{Change, journal},
    files::Folder,
    http::{PlainRoutes, Problem, Routes, openapi},
    ids,
};

/// A service whose lists can be exported in this process.
#[derive(Clone)]
pub(crate) struct Place {
    pub db: Db,
    pub routes: Routes,
    /// The addresses of its lists, in parts.
    lists: Arc<Vec<Vec<String>>>,
    /// Those of its documents.
    documents: Arc<Vec<Vec<String>>>,
}

impl Place {
    pub(crate) fn new(db: Db, routes: Routes) -> Self {
        let document = openapi::describe(|config| routes(config));
        let in_parts = |paths: Vec<String>| {
            let parts = paths.iter().map(|path| path.split('/').map(str::to_owned).collect());
            Arc::new(parts.collect())
        };
        Self {
            db,
            lists: in_parts(openapi::lists(&document)),
            documents: in_parts(openapi::documents(&document)),
            routes,
        }
    }

    /// Whether there is such a thing to be had as such a file: lists come as tables, documents as what is printed.
    fn has(&self, path: &str, format: ExportFormat) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        let known = match format.of_a_list() {
            Some(_) => &self.lists,
            None => &self.documents,
        };
        known.iter().any(|list| {
            list.len() == parts.len()
                && list
                    .iter()
                    .zip(&parts)
                    .all(|(known, part)| known.starts_with('{') || known == part)
        })
    }
}

/// The services of this process and their lists, and where files lie. App data of every service.
#[derive(Clone)]
pub struct Exports {
    places: Arc<HashMap<&'static str, Place>>,
    /// Absent: too long a list is refused.
    folder: Option<Folder>,
    pub(super) auth: Auth,
    pub(super) clock: Clock,
    /// What routes find besides the data of their own service.
    shared: PlainRoutes,
}

/// 202: a list on its way into a file.
pub struct TakenOn(pub Export);

impl Responder for TakenOn {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Accepted()
            .insert_header((header::LOCATION, self.0.address.clone()))
            .json(self.0)
    }
}

impl Exports {
    pub(crate) fn new(
        places: HashMap<&'static str, Place>,
        folder: Option<Folder>,
        auth: Auth,
        shared: PlainRoutes,
    ) -> Self {
        Self {
            places: Arc::new(places),
            folder: folder.map(|folder| folder.within("exports")),
            clock: auth.clock.clone(),
            auth,
            shared,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn must_know_revocations(&self) -> Result<(), Problem> {
        Ok(self.auth.revocations.must_be_known()?)
    }

    /// A service of this process.
    pub(super) fn of(&self, service: &str) -> Result<&Place, Problem> {
        self.places.get(service).ok_or_else(Problem::no_such_address)
    }

    pub(super) fn folder(&self, service: &'static str) -> Option<Folder> {
        self.folder.as_ref().map(|folder| folder.within(service))
    }

    /// The service whose list or document this is.
    pub(crate) fn place_of(&self, path: &str, format: ExportFormat) -> Option<&Place> {
        self.places.values().find(|place| place.has(path, format))
    }

    /// Takes a list on. Who asks for the same again while it is under way is told of the one there is.
    pub(crate) async fn take_on(
        &self,
        place: &Place,
        by: &Caller<MakeExports>,
        list: &str,
        format: ExportFormat,
    ) -> Result<TakenOn, ExportError> {
        if self.folder.is_none() {
            return Err(ExportError::Refused(too_long()));
        }
        let (service, person_id) = (place.db.service(), by.person_id());
        let standing = Rights::of(by.principal());
        let export = place
            .db
            .tenant(by.scope(), async |tx| {
                take_turns(tx, format!("{service}/exports/{}/{person_id}", tx.tenant_id())).await?;
                let under_way = store::under_way(tx, service, person_id).await?;
                if let Some(same) = under_way.iter().find(|e| e.list == list && e.format == format) {
                    return Ok(same.clone());
                }
                if under_way.len() >= AT_ONCE {
                    return Err(ExportError::TooMany);
                }
                let asked = store::Asked {
                    id: ids::fresh(),
                    person_id,
                    session_id: by.principal().session_id,
                    standing: &standing,
                    list,
                    format,
                    at: self.clock.now(),
                };
                store::insert(tx, &asked).await?;
                let change = Change::of(ExportId(asked.id), 1, "asked", &state(list, format, None));
                journal::append(tx, change.by(person_id));
                let export = store::find(tx, service, (person_id, asked.at), asked.id).await?;
                export.ok_or(ExportError::NotFound)
            })
            .await?;
        Ok(TakenOn(export))
    }

    /// Whether somebody may read a list, and asks for it rightly: its first row is asked for. A document is asked for what
    /// it says.
    pub(super) async fn probe(
        &self,
        place: &Place,
        principal: Principal,
        (list, format): (&str, ExportFormat),
    ) -> Result<(), Problem> {
        let joint = if list.contains('?') { '&' } else { '?' };
        let little = match format.of_a_list() {
            Some(_) => "limit=1",
            None => "format=json",
        };
        let address = format!("{list}{joint}{little}");
        let response = self.ask(place, principal, &address, None).await?;
        problem_of(&response).map_or(Ok(()), Err)?;
        // What others give is read at the moment: a file would outlive the agreement.
        if reads_across(response.request()) {
            return Err(too_long());
        }
        Ok(())
    }

    /// Has a list write itself into a file.
    pub(super) async fn write(
        &self,
        place: &Place,
        principal: Principal,
        list: &str,
        writing: Writing,
    ) -> Result<(), Problem> {
        let response = self.ask(place, principal, list, Some(writing)).await?;
        problem_of(&response).map_or(Ok(()), Err)
    }

    /// Asks a route of a service as somebody whom we know, without a socket.
    async fn ask(
        &self,
        place: &Place,
        principal: Principal,
        address: &str,
        writing: Option<Writing>,
    ) -> Result<ServiceResponse<BoxBody>, Problem> {
        // What is no address at all names no list either.
        address
            .parse::<Uri>()
            .map_err(|_no_address| Problem::no_such_address())?;
        let (shared, routes) = (self.shared.clone(), place.routes.clone());
        let (app, _) = App::new()
            .into_utoipa_app()
            .map(|app| app.configure(|config| shared(config)))
            .configure(|config| routes(config))
            .split_for_parts();
        let service = init_service(app).await;
        let request = TestRequest::get().uri(address).to_request();
        request.extensions_mut().insert(Known(principal));
        if let Some(writing) = writing {
            request.extensions_mut().insert(writing);
        }
        service
            .call(request)
            .await
            .map_err(|cause| Problem::internal(cause.to_string()))
    }
}

/// The problem that a route answered with.
fn problem_of(response: &ServiceResponse<BoxBody>) -> Option<Problem> {
    if response.status().is_success() {
        return None;
    }
    let told = response
        .response()
        .error()
        .and_then(|error| error.as_error::<Problem>());
    Some(told.map_or_else(Problem::no_such_address, Problem::told_again))
}

/// 422: more rows than an answer holds, and nowhere to put a file.
pub(crate) fn too_long() -> Problem {
    Problem::invalid("too_many_rows").detail("The list is too long for one file: narrow it with filters.")
}

/// The state of an export in the journal: who took what out of the suite.
pub(super) fn state(list: &str, format: ExportFormat, end: Option<&store::End<'_>>) -> contracts::envelope::v1::Export {
    contracts::envelope::v1::Export {
        list: without_words(list),
        format: format.code().to_owned(),
        rows: end.map(|end| end.rows),
        failure: end.and_then(|end| end.failure).map(str::to_owned),
    }
}

/// A list's address without the words that were sought: they may be somebody's name, and a journal forgets nothing.
fn without_words(list: &str) -> String {
    let Some((path, query)) = list.split_once('?') else {
        return list.to_owned();
    };
    let kept = url::form_urlencoded::parse(query.as_bytes());
    let kept = kept.map(|(name, value)| {
        if name == "q" {
            (name, "…".into())
        } else {
            (name, value)
        }
    });
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish();
    format!("{path}?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_were_sought_are_nobodys_to_keep() {
        assert_eq!(without_words("/api/v1/projects"), "/api/v1/projects");
        assert_eq!(
            without_words("/api/v1/projects?kind=eu&q=Someone"),
            "/api/v1/projects?kind=eu&q=%E2%80%A6"
        );
    }
}
