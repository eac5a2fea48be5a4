//! Exports by the API. Each service has these routes under an address of its own, laid by `export_routes!`.

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::{StatusCode, header},
    web::{Bytes, Data},
};
use futures::{Stream, stream};
use tokio::io::AsyncReadExt as _;

use super::{
    Exports, TakenOn,
    model::{Export, ExportError, ExportFilter, ExportFormat, ExportState, MakeExports, ReadExports, Wanted},
    store, work,
};
use crate::{
    auth::Caller,
    http::{FieldFault, Gone, List, Listing, Problem, path_id},
};

const CHUNK: usize = 64 * 1024;
/// Parameters that are no filter.
const OF_PAGES: [&str; 4] = ["limit", "after", "format", "dialect"];

/// Takes a list on as a file.
pub async fn make_of(
    exports: &Data<Exports>,
    service: &str,
    by: &Caller<MakeExports>,
    wanted: &Wanted,
) -> Result<TakenOn, Problem> {
    let place = exports.of(service)?;
    let list = tidy(&wanted.list);
    let path = list.split('?').next().unwrap_or_default();
    let no_list = || {
        let what = match wanted.format {
            ExportFormat::Pdf => "document",
            _ => "list",
        };
        let told = format!("`{path}` is no {what} of {service}.");
        Problem::faults(vec![FieldFault::new("/list", "no_list", told)])
    };
    let of = exports.place_of(path, wanted.format);
    if of.is_none_or(|of| of.db.service() != service) {
        return Err(no_list());
    }
    match Box::pin(exports.probe(place, by.principal().clone(), (&list, wanted.format))).await {
        Err(problem) if problem.status() == StatusCode::NOT_FOUND => return Err(no_list()),
        probed => probed?,
    }
    Ok(exports.take_on(place, by, &list, wanted.format).await?)
}

/// A list's address with what narrows and orders it, and without what cuts it into pages.
pub(crate) fn tidy(list: &str) -> String {
    let (path, query) = list.split_once('?').unwrap_or((list, ""));
    let mut kept = url::form_urlencoded::Serializer::new(String::new());
    kept.extend_pairs(
        url::form_urlencoded::parse(query.as_bytes())
            .filter(|(name, value)| !OF_PAGES.contains(&name.as_ref()) && !value.is_empty()),
    );
    let query = kept.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// A page of the caller's own exports.
pub async fn list_of(
    exports: &Data<Exports>,
    service: &str,
    by: &Caller<ReadExports>,
    asked: List<ExportFilter>,
) -> Result<Listing<Export>, Problem> {
    let place = exports.of(service)?;
    let (person, now) = (by.person_id(), exports.clock.now());
    let (db, service) = (&place.db, place.db.service());
    asked
        .of_tenant(db, by.scope(), async |tx, filter, page| {
            store::page(tx, service, (person, now), filter, page).await
        })
        .await
}

/// One of the caller's own exports.
pub async fn find_of(
    exports: &Data<Exports>,
    service: &str,
    by: &Caller<ReadExports>,
    id: &str,
) -> Result<Export, Problem> {
    let place = exports.of(service)?;
    let id = path_id(id, "export_not_found")?;
    let (person, now, service) = (by.person_id(), exports.clock.now(), place.db.service());
    let found = place
        .db
        .tenant(by.scope(), async |tx| store::find(tx, service, (person, now), id).await)
        .await?;
    Ok(found.ok_or(ExportError::NotFound)?)
}

/// Stops an export that is under way; deletes the file of one that is done.
pub async fn remove_of(
    exports: &Data<Exports>,
    service: &str,
    by: &Caller<ReadExports>,
    id: &str,
) -> Result<Gone, Problem> {
    let export = find_of(exports, service, by, id).await?;
    let place = exports.of(service)?;
    let person = by.person_id();
    place
        .db
        .tenant(by.scope(), async |tx| {
            work::forget(tx, export.id, "deleted", Some(person)).await
        })
        .await?;
    if let Some(folder) = exports.folder(place.db.service()) {
        folder
            .remove(by.scope().tenant_id(), export.id)
            .map_err(Problem::internal)?;
    }
    Ok(Gone)
}

/// The file, if its list may still be read by who asks.
pub async fn file_of(
    exports: &Data<Exports>,
    service: &str,
    by: &Caller<ReadExports>,
    id: &str,
) -> Result<HttpResponse, Problem> {
    let export = find_of(exports, service, by, id).await?;
    if export.state != ExportState::Done {
        return Err(ExportError::NotDone.into());
    }
    let place = exports.of(service)?;
    match Box::pin(exports.probe(place, by.principal().clone(), (&export.list, export.format))).await {
        Err(problem) if problem.status() == StatusCode::NOT_FOUND => return Err(ExportError::NotFound.into()),
        probed => probed?,
    }
    let folder = exports.folder(place.db.service());
    let folder = folder.ok_or(ExportError::NotFound)?;
    let file = folder.open(by.scope().tenant_id(), export.id).await;
    let file = file.map_err(Problem::internal)?.ok_or(ExportError::NotFound)?;
    let length = file.metadata().await.map_err(Problem::internal)?.len();
    Ok(HttpResponse::Ok()
        .content_type(export.format.media_type())
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, disposition(&export)))
        .body(SizedStream::new(length, read(file))))
}

/// Named after the list.
fn disposition(export: &Export) -> String {
    let path = export.list.split('?').next().unwrap_or_default();
    let name = path
        .rsplit('/')
        .find(|part| part.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    format!(
        "attachment; filename=\"{}.{}\"",
        name.unwrap_or("list"),
        export.format.extension()
    )
}

/// A file piece by piece.
fn read(file: tokio::fs::File) -> impl Stream<Item = Result<Bytes, std::io::Error>> + use<> {
    stream::try_unfold(file, |mut file| async move {
        let mut chunk = Vec::with_capacity(CHUNK);
        let length = (&mut file).take(CHUNK as u64).read_to_end(&mut chunk).await?;
        Ok((length > 0).then(|| (Bytes::from(chunk), file)))
    })
}

/// Lays the routes of a service's exports, each under the address that is given for it.
#[macro_export]
macro_rules! export_routes {
    ($service:tt: $all:tt, $one:tt, $file:tt) => {
        use actix_web::{
            HttpResponse, delete, get, post,
            web::{Data, Json as Plain, Path},
        };
        use platform::{
            auth::Caller,
            exports::{
                Export, ExportFilter, Exports, MakeExports, ReadExports, TakenOn, Wanted, file_of, find_of, list_of,
                make_of, remove_of,
            },
            http::{Gone, Json, List, Listing, PageBody, Paging, Problem},
        };

        pub fn add(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config
                .service(make)
                .service(list)
                .service(file)
                .service(one)
                .service(remove);
        }

        /// Takes a whole list on as a file, however long it is, or a document as a PDF. Who asked fetches it when it is
        /// written.
        #[utoipa::path(
                    tag = "exports", request_body = Wanted, responses((status = 202, body = Export)),
                    extensions(("x-problems" = json!([
                        "403 step_up_required", "404 no_such_address", "409 too_many_exports", "422 too_many_rows",
                    ]))),
                )]
        #[post($all)]
        async fn make(
            by: Caller<MakeExports>,
            wanted: Json<Wanted>,
            exports: Data<Exports>,
        ) -> Result<TakenOn, Problem> {
            make_of(&exports, $service, &by, &wanted.0).await
        }

        /// One's own exports of this service, newest first.
        #[utoipa::path(
                    tag = "exports", params(ExportFilter, Paging), responses((status = 200, body = PageBody<Export>)),
                )]
        #[get($all)]
        async fn list(
            by: Caller<ReadExports>,
            asked: List<ExportFilter>,
            exports: Data<Exports>,
        ) -> Result<Listing<Export>, Problem> {
            list_of(&exports, $service, &by, asked).await
        }

        /// How far one of one's own exports is.
        #[utoipa::path(
                    tag = "exports", params(("id" = String, Path)), responses((status = 200, body = Export)),
                    extensions(("x-problems" = json!(["404 export_not_found"]))),
                )]
        #[get($one)]
        async fn one(
            by: Caller<ReadExports>,
            id: Path<String>,
            exports: Data<Exports>,
        ) -> Result<Plain<Export>, Problem> {
            Ok(Plain(find_of(&exports, $service, &by, &id).await?))
        }

        /// Stops an export that is under way, or deletes its file.
        #[utoipa::path(
                    tag = "exports", params(("id" = String, Path)), responses((status = 204)),
                    extensions(("x-problems" = json!(["404 export_not_found"]))),
                )]
        #[delete($one)]
        async fn remove(by: Caller<ReadExports>, id: Path<String>, exports: Data<Exports>) -> Result<Gone, Problem> {
            remove_of(&exports, $service, &by, &id).await
        }

        /// The file of one of one's own exports, if one may still read its list.
        #[utoipa::path(
                    tag = "exports", params(("id" = String, Path)),
                    responses((status = 200, content(
                        (String = "text/csv"),
                        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                        ("application/pdf"),
                    ))),
                    extensions(("x-problems" = json!(["404 export_not_found", "409 export_not_done", "422 invalid"]))),
                )]
        #[get($file)]
        async fn file(
            by: Caller<ReadExports>,
            id: Path<String>,
            exports: Data<Exports>,
        ) -> Result<HttpResponse, Problem> {
            file_of(&exports, $service, &by, &id).await
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_known_by_what_narrows_and_orders_it() {
        assert_eq!(tidy("/api/v1/goals"), "/api/v1/goals");
        assert_eq!(
            tidy("/api/v1/goals?status=open&limit=10&q=&sort=-title&format=csv&after=x&dialect=rfc4180"),
            "/api/v1/goals?status=open&sort=-title"
        );
    }
}
