//! How the API behaves: problems, versions, pages, bodies, addresses.

mod addresses;
mod body;
mod causes;
mod chain;
mod csv;
mod faults;
mod health;
mod list;
mod merge;
mod named;
mod names;
pub mod openapi;
mod problem;
mod received;
mod server;
mod shapes;
mod sheet;
mod table;
mod versioned;
mod xlsx;

pub use body::{Json, Once, Patch, path_id};
pub(crate) use chain::Chain;
pub use csv::Dialect;
pub use faults::Faults;
pub use list::{Filter, List, Listing, PageBody, Paging, Parameters};
pub use merge::Merge;
pub use named::{History, Named};
pub use names::{Called, Ids, MOST_NAMES, NamedThing, Names, NamesAsked};
pub use problem::{FieldFault, Problem};
pub use received::{Line, Received};
pub use server::{PlainRoutes, Readiness, Routes, Running, Server};
pub(crate) use sheet::Sheet;
pub use sheet::{FileKind, XLSX};
pub use table::{Cell, Tabular};
pub use versioned::{Accepted, Answer, Created, Gone, IfMatch, Stale, Versioned};
