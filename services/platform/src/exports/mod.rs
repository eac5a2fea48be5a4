//! Exports: lists that are too long for one answer, and documents that take their time, written into a file by a worker and
//! fetched by who asked.
//!
//! Whoever works asks the very route that answers the list, in this process, in the name and with the roles of who asked;
//! the list then writes itself page after page. So a list needs no code of its own to become an export, and an export holds
//! nothing that its reader could not have paged through. A document asks for its `Destination`.

mod model;
mod places;
mod routes;
mod store;
mod work;
mod writing;

pub use model::{Export, ExportFilter, ExportFormat, ExportState, MakeExports, ReadExports, Wanted};
pub(crate) use places::Place;
pub(crate) use places::too_long;
pub use places::{Exports, TakenOn};
pub(crate) use routes::tidy;
pub use routes::{file_of, find_of, list_of, make_of, remove_of};
pub(crate) use work::keep_working;
pub(crate) use writing::Writing;
pub use writing::{Destination, DocumentFile};
