//! Lists: filters named like fields, order, pages by key, and the same list as a file.

use std::{
    future::{Ready, ready},
    io::Cursor as Memory,
};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, HttpResponse, Responder, body::BoxBody, dev::Payload, http::header,
    web::Data,
};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

use super::{
    Problem, Tabular, csv,
    sheet::{FileKind, Sheet, XLSX},
};
use crate::{
    auth::{Caller, TenantScope, principal, reads_across},
    db::{Db, DbResult, Page, Rows, TenantTx, page::Cursor},
    exports::{Exports, MakeExports, TakenOn, Writing, tidy, too_long},
};

/// The most rows a file may have before it becomes a job.
const FILE_ROWS: usize = 10_000;

/// What a list can be filtered and sorted by.
pub trait Filter: DeserializeOwned {
    /// Fields to sort by; the first is the default. A leading `-` in the default sorts it descending.
    const SORTS: &'static [&'static str];
}

/// A list as it was asked for.
#[derive(Clone, Debug)]
pub struct List<F> {
    pub filter: F,
    pub page: Page,
    format: Format,
    /// How it was asked for: what is too long becomes an export. Absent in tests of what was asked.
    request: Option<HttpRequest>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    File(FileKind),
}

/// What every list can be asked, for the description of the API; `List` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what another type reads")]
pub struct Paging {
    /// Rows of a page: 1 to 200, 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// The `next` of the page before.
    after: Option<String>,
    /// A field to sort by; `-` in front sorts descending.
    sort: Option<String>,
    /// `json`, or `csv` or `xlsx` for the whole list as a file.
    format: Option<String>,
    /// Manner of the CSV: `rfc4180` or `excel-nordic`.
    dialect: Option<String>,
}

/// A page of a list, or the whole of it as a file.
pub enum Listing<B> {
    Page {
        items: Vec<B>,
        next: Option<Cursor>,
    },
    File {
        kind: FileKind,
        content: Vec<u8>,
    },
    /// Too long for an answer: who asked fetches it later.
    Export(Box<TakenOn>),
    /// Somebody who works had it written into a file.
    Written,
}

/// The JSON of a page.
#[derive(Serialize, ToSchema)]
pub struct PageBody<B> {
    items: Vec<B>,
    /// Give it back as `after` for the next page; null on the last.
    next: Option<String>,
}

impl<F: Filter> List<F> {
    /// Fetches what was asked for: one page as JSON, or page after page as a file.
    pub async fn answer<B: Tabular, E>(
        mut self,
        mut fetch: impl AsyncFnMut(&F, &Page) -> Result<Rows<B>, E>,
    ) -> Result<Listing<B>, Problem>
    where
        Problem: From<E>,
    {
        let request = self.request.take();
        let writing = request.as_ref().and_then(|r| r.extensions().get::<Writing>().cloned());
        if let Some(writing) = writing {
            return self.write(writing, fetch).await;
        }
        let Format::File(kind) = self.format else {
            let rows = fetch(&self.filter, &self.page).await?;
            return Ok(Listing::Page {
                items: rows.rows,
                next: rows.next,
            });
        };
        let broken = Problem::internal;
        let mut file = Sheet::new(kind, B::COLUMNS, Memory::new(Vec::new())).map_err(broken)?;
        self.page.limit = 500;
        self.page.after = None;
        let mut written = 0;
        loop {
            let rows = fetch(&self.filter, &self.page).await?;
            written += rows.rows.len();
            if written > FILE_ROWS {
                return match request {
                    Some(request) => export(&request, kind).await,
                    None => Err(too_long()),
                };
            }
            for row in &rows.rows {
                file.row(&row.cells()).map_err(broken)?;
            }
            let Some(next) = rows.next else { break };
            self.page.after = Some(next);
        }
        let content = file.finish().map_err(broken)?.into_inner();
        Ok(Listing::File { kind, content })
    }

    /// Page after page into a file, whatever their number.
    async fn write<B: Tabular, E>(
        mut self,
        writing: Writing,
        mut fetch: impl AsyncFnMut(&F, &Page) -> Result<Rows<B>, E>,
    ) -> Result<Listing<B>, Problem>
    where
        Problem: From<E>,
    {
        self.page.limit = 500;
        loop {
            let rows = fetch(&self.filter, &self.page).await?;
            let cells = rows.rows.iter().map(Tabular::cells).collect();
            writing.page(B::COLUMNS, cells).await?;
            let Some(next) = rows.next else {
                return Ok(Listing::Written);
            };
            self.page.after = Some(next);
        }
    }

    /// The same from the rows of one tenant, a transaction for each page.
    pub async fn of_tenant<B, M>(
        self,
        db: &Db,
        scope: &TenantScope,
        page: impl AsyncFn(&mut TenantTx, &F, &Page) -> DbResult<Rows<M>>,
    ) -> Result<Listing<B>, Problem>
    where
        B: Tabular + From<M>,
    {
        self.answer(async |filter, asked| {
            let rows = db.tenant(scope, async |tx| page(tx, filter, asked).await).await?;
            Ok::<_, Problem>(rows.map(B::from))
        })
        .await
    }

    fn read(query: &str, accept: &str) -> Result<Self, Problem> {
        let mut asked = Asked::default();
        let mut rest = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "limit" => asked.limit = Some(value.into_owned()),
                "after" => asked.after = Some(value.into_owned()).filter(|v| !v.is_empty()),
                "sort" => asked.sort = Some(value.into_owned()).filter(|v| !v.is_empty()),
                "format" => asked.format = Some(value.into_owned()),
                "dialect" => asked.dialect = Some(value.into_owned()),
                // An empty field of a filter form asks for nothing.
                _ if value.is_empty() => {}
                _ => {
                    rest.append_pair(&name, &value);
                }
            }
        }
        let format = asked.format(accept)?;
        let filter = strictly(&rest.finish())?;
        Ok(Self {
            filter,
            page: asked.page(F::SORTS)?,
            format,
            request: None,
        })
    }
}

/// Has a list become an export, in the name of who asks.
async fn export<B>(request: &HttpRequest, kind: FileKind) -> Result<Listing<B>, Problem> {
    let exports = request.app_data::<Data<Exports>>();
    let Some((exports, place)) = exports.and_then(|e| Some((e, e.place_of(request.path(), kind.into())?))) else {
        return Err(too_long());
    };
    let principal = principal(request).await?;
    // It writes, though a list is only read. And what others give is not kept in a file, which would outlive the agreement.
    exports.must_know_revocations()?;
    // An operator acts for no tenant, who could have an export.
    if principal.scope.is_none() || reads_across(request) {
        return Err(too_long());
    }
    let by = Caller::<MakeExports>::from_principal(principal, exports.now())?;
    let list = tidy(&format!("{}?{}", request.path(), request.query_string()));
    let taken_on = exports.take_on(place, &by, &list, kind.into()).await?;
    Ok(Listing::Export(Box::new(taken_on)))
}

/// Reads a query in which an unknown parameter is a fault.
fn strictly<Q: DeserializeOwned>(query: &str) -> Result<Q, Problem> {
    serde_path_to_error::deserialize(serde_urlencoded_reader(query)).map_err(|cause| {
        let field = cause.path().to_string();
        let told = cause.inner().to_string();
        let (name, code) = if told.starts_with("unknown field") {
            (told.split('`').nth(1).unwrap_or("").to_owned(), "unknown_parameter")
        } else if told.starts_with("missing field") {
            (told.split('`').nth(1).unwrap_or("").to_owned(), "required")
        } else {
            (field, "wrong_type")
        };
        query_fault(&name, code, &told)
    })
}

fn serde_urlencoded_reader(query: &str) -> serde_html_form::Deserializer<'_> {
    serde_html_form::Deserializer::new(url::form_urlencoded::parse(query.as_bytes()))
}

/// Names the orders that there are.
fn sorted_by(sorts: &[&str]) -> String {
    let named: Vec<String> = sorts
        .iter()
        .map(|s| format!("`{}`", s.trim_start_matches('-')))
        .collect();
    format!("the list is sorted by {}", named.join(", "))
}

fn query_fault(name: &str, code: &str, told: &str) -> Problem {
    let detail = format!("The parameter `{name}` cannot be used: {told}.");
    Problem::field(format!("?{name}"), code, detail)
}

#[derive(Default)]
struct Asked {
    limit: Option<String>,
    after: Option<String>,
    sort: Option<String>,
    format: Option<String>,
    dialect: Option<String>,
}

impl Asked {
    fn page(&self, sorts: &'static [&'static str]) -> Result<Page, Problem> {
        let limit = match &self.limit {
            None => 50,
            Some(text) => text
                .parse::<i64>()
                .ok()
                .filter(|n| (1..=200).contains(n))
                .ok_or_else(|| query_fault("limit", "out_of_range", "a page has 1 to 200 rows"))?,
        };
        let asked = self.sort.as_deref().or(sorts.first().copied()).unwrap_or_default();
        let (descending, name) = asked.strip_prefix('-').map_or((false, asked), |name| (true, name));
        let sort = sorts
            .iter()
            .map(|s| s.trim_start_matches('-'))
            .find(|s| *s == name)
            .ok_or_else(|| query_fault("sort", "unknown_sort", &sorted_by(sorts)))?;
        let after = match &self.after {
            None => None,
            Some(text) => Some(
                Cursor::decode(text)
                    .filter(|c| c.sort == sort)
                    .ok_or_else(|| query_fault("after", "bad_cursor", "it does not belong to this list"))?,
            ),
        };
        Ok(Page {
            limit,
            sort,
            descending,
            after,
        })
    }

    fn format(&self, accept: &str) -> Result<Format, Problem> {
        let dialect = match self.dialect.as_deref() {
            None | Some("rfc4180") => csv::Dialect::Rfc4180,
            Some("excel-nordic") => csv::Dialect::ExcelNordic,
            Some(_) => return Err(query_fault("dialect", "not_a_choice", "`rfc4180` or `excel-nordic`")),
        };
        let accepts = |media: &str| accept.split(',').any(|a| a.trim().starts_with(media));
        Ok(match self.format.as_deref() {
            None if accepts("text/csv") => Format::File(FileKind::Csv(dialect)),
            None if accepts(XLSX) => Format::File(FileKind::Xlsx),
            None | Some("json") => Format::Json,
            Some("csv") => Format::File(FileKind::Csv(dialect)),
            Some("xlsx") => Format::File(FileKind::Xlsx),
            Some(_) => return Err(query_fault("format", "not_a_choice", "`json`, `csv` or `xlsx`")),
        })
    }
}

impl<F: Filter + 'static> FromRequest for List<F> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let accept = request
            .headers()
            .get(header::ACCEPT)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        let list = Self::read(request.query_string(), accept).map(|list| Self {
            request: Some(request.clone()),
            ..list
        });
        ready(list)
    }
}

/// The parameters of what is not a list, read as strictly as a filter. An empty one asks for nothing.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<Q>(pub Q);

impl<Q: DeserializeOwned + 'static> FromRequest for Parameters<Q> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut said = url::form_urlencoded::Serializer::new(String::new());
        let query = request.query_string().as_bytes();
        said.extend_pairs(url::form_urlencoded::parse(query).filter(|(_, value)| !value.is_empty()));
        ready(strictly(&said.finish()).map(Self))
    }
}

impl<B: Serialize> Responder for Listing<B> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::Export(taken_on) => taken_on.respond_to(request),
            Self::Written => HttpResponse::NoContent().finish(),
            Self::Page { items, next } => HttpResponse::Ok().json(PageBody {
                items,
                next: next.map(|cursor| cursor.encode()),
            }),
            Self::File { kind, content } => HttpResponse::Ok()
                .content_type(kind.media_type())
                .insert_header((
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"list.{}\"", kind.extension()),
                ))
                .body(content),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct ByKind {
        kind: Option<String>,
    }

    impl Filter for ByKind {
        const SORTS: &'static [&'static str] = &["title", "created_at"];
    }

    #[test]
    fn a_filter_named_like_a_field_is_read_and_an_empty_one_asks_for_nothing() {
        let list = List::<ByKind>::read("kind=eu&limit=10&sort=-created_at", "").unwrap();
        assert_eq!(list.filter.kind.as_deref(), Some("eu"));
        assert!(list.page.descending && list.page.limit == 10);
        assert_eq!(List::<ByKind>::read("kind=", "").unwrap().filter.kind, None);
    }

    #[test]
    fn an_unknown_parameter_or_order_is_a_fault() {
        let told = List::<ByKind>::read("sort=colour", "").unwrap_err();
        assert!(
            told.field_faults()[0]
                .detail
                .contains("sorted by `title`, `created_at`")
        );
        for query in [
            "colour=red",
            "sort=colour",
            "limit=0",
            "limit=201",
            "after=nonsense",
            "format=pdf",
        ] {
            assert_eq!(
                List::<ByKind>::read(query, "").unwrap_err().status().as_u16(),
                422,
                "{query}"
            );
        }
    }
}
