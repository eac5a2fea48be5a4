//! The file that a list writes itself into.

use std::{
    cell::{Cell as Held, RefCell},
    convert::Infallible,
    fs::File,
    future::{Ready, ready},
    io::{self, BufWriter, Write as _},
    pin::pin,
    rc::Rc,
    time::{Duration, Instant},
};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, dev::Payload};
use tokio::time::timeout;

use super::{model::Claimed, store};
use crate::{
    auth::{Revocations, TenantScope},
    db::{Db, DbResult},
    files::Unfinished,
    http::{Cell, FileKind, Problem, Sheet},
    lifecycle::Stopping,
};

/// How often it is told how far it is.
const TELL: Duration = Duration::from_secs(1);

/// Where a document goes: to who asked, or into a file that somebody fetches later.
pub struct Destination(Option<Writing>);

impl Destination {
    /// The file that a document of so many rows goes into when it is made; nothing where it goes to who asked.
    pub fn file(self, rows: usize) -> Option<DocumentFile> {
        self.0.map(|writing| DocumentFile { writing, rows })
    }
}

impl FromRequest for Destination {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(request.extensions().get::<Writing>().cloned())))
    }
}

/// The file that a document is made for.
pub struct DocumentFile {
    writing: Writing,
    rows: usize,
}

impl DocumentFile {
    /// Waits until it is made, and writes it.
    pub async fn take(self, made: impl Future<Output = Result<Vec<u8>, Problem>>) -> Result<HttpResponse, Problem> {
        self.writing.document(self.rows, made).await?;
        Ok(HttpResponse::Ok().finish())
    }
}

/// A file being written. The list's route finds it in its request.
#[derive(Clone)]
pub(crate) struct Writing(Rc<Open>);

struct Open {
    db: Db,
    scope: TenantScope,
    claimed: Claimed,
    revocations: Revocations,
    stop: Stopping,
    sheet: RefCell<Begun>,
    rows: Held<i64>,
    told: Held<Instant>,
    /// Why nobody is to be told of a failure: the process stops, or the export is ours no more.
    left: Held<bool>,
}

enum Begun {
    Not(File),
    Yes(Sheet<BufWriter<File>>),
    Document(File),
    Ended,
}

impl Writing {
    pub(super) fn new(
        (db, scope): (Db, TenantScope),
        claimed: Claimed,
        file: File,
        revocations: Revocations,
        stop: Stopping,
    ) -> Self {
        Self(Rc::new(Open {
            db,
            scope,
            claimed,
            revocations,
            stop,
            sheet: RefCell::new(Begun::Not(file)),
            rows: Held::new(0),
            told: Held::new(Instant::now()),
            left: Held::new(false),
        }))
    }

    pub(super) fn rows(&self) -> i64 {
        self.0.rows.get()
    }

    /// Whether it was left to somebody else, and how it ended is theirs to tell.
    pub(super) fn is_left(&self) -> bool {
        self.0.left.get()
    }

    /// Writes a page. Refuses to go on when the process stops, when somebody else has taken over, when the person's session
    /// was ended, and when the file would hold no more.
    pub(crate) async fn page(&self, columns: &[&str], rows: Vec<Vec<Cell>>) -> Result<(), Problem> {
        let open = &self.0;
        self.may_go_on()?;
        let Some(kind) = open.claimed.format.of_a_list() else {
            return Err(Problem::internal("a list is to become a document"));
        };
        let written = open.rows.get() + i64::try_from(rows.len()).unwrap_or_default();
        if kind.most_rows().is_some_and(|most| written > i64::from(most)) {
            return Err(Problem::invalid("too_many_rows"));
        }
        self.write(kind, columns, &rows).map_err(Problem::internal)?;
        open.rows.set(written);
        if open.told.get().elapsed() >= TELL {
            self.is_still_ours().await?;
        }
        Ok(())
    }

    /// Writes a whole document, of so many rows, when it is made. Refuses as `page` does, once a second while it is made.
    async fn document(&self, rows: usize, made: impl Future<Output = Result<Vec<u8>, Problem>>) -> Result<(), Problem> {
        let mut made = pin!(made);
        let document = loop {
            self.may_go_on()?;
            match timeout(TELL, &mut made).await {
                Ok(document) => break document?,
                Err(_) => self.is_still_ours().await?,
            }
        };
        let begun = std::mem::replace(&mut *self.0.sheet.borrow_mut(), Begun::Ended);
        let Begun::Not(mut file) = begun else {
            return Err(Problem::internal("a document is written twice"));
        };
        file.write_all(&document).map_err(Problem::internal)?;
        *self.0.sheet.borrow_mut() = Begun::Document(file);
        self.0.rows.set(i64::try_from(rows).unwrap_or(i64::MAX));
        Ok(())
    }

    fn may_go_on(&self) -> Result<(), Problem> {
        let open = &self.0;
        if open.stop.now() {
            open.left.set(true);
            return Err(Problem::unavailable("stopping"));
        }
        if open.revocations.is_revoked(open.claimed.session_id) {
            return Err(Problem::unauthorized("revoked_token"));
        }
        Ok(())
    }

    /// Tells how far it is, and that somebody is at it.
    async fn is_still_ours(&self) -> Result<(), Problem> {
        if !self.tell().await? {
            self.0.left.set(true);
            return Err(Problem::conflict("taken_over"));
        }
        self.0.told.set(Instant::now());
        Ok(())
    }

    async fn tell(&self) -> DbResult<bool> {
        let open = &self.0;
        let rows = open.rows.get();
        open.db
            .tenant(&open.scope, async |tx| store::progress(tx, &open.claimed, rows).await)
            .await
    }

    fn write(&self, kind: FileKind, columns: &[&str], rows: &[Vec<Cell>]) -> io::Result<()> {
        let mut begun = self.0.sheet.borrow_mut();
        if matches!(*begun, Begun::Not(_))
            && let Begun::Not(file) = std::mem::replace(&mut *begun, Begun::Ended)
        {
            *begun = Begun::Yes(Sheet::new(kind, columns, BufWriter::new(file))?);
        }
        let Begun::Yes(sheet) = &mut *begun else {
            return Err(io::Error::other("a file that was finished is written into"));
        };
        rows.iter().try_for_each(|row| sheet.row(row))
    }

    /// Ends the file; gives its size. Ending may take long: it is put into its place only while it is still ours to put.
    pub(super) async fn finish(&self, unfinished: Unfinished) -> Result<i64, Problem> {
        let file = self.ended().map_err(Problem::internal)?;
        self.is_still_ours().await?;
        let bytes = unfinished.finish(&file).map_err(Problem::internal)?;
        Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
    }

    fn ended(&self) -> io::Result<File> {
        let begun = std::mem::replace(&mut *self.0.sheet.borrow_mut(), Begun::Ended);
        match begun {
            Begun::Yes(sheet) => sheet.finish()?.into_inner().map_err(io::IntoInnerError::into_error),
            Begun::Document(file) => Ok(file),
            Begun::Not(_) => Err(io::Error::other("nothing was written into a file")),
            Begun::Ended => Err(io::Error::other("a file is finished twice")),
        }
    }
}
