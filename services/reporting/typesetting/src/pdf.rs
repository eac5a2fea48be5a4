//! From a document to the bytes of a PDF.

use thiserror::Error;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::characters;
use crate::document::Document;
use crate::sheet::Sheet;
use crate::world::Desk;

#[derive(Debug, Error)]
pub enum TypesetError {
    #[error("the document has no title, which PDF/UA asks for")]
    NoTitle,
    #[error("a chart has no text alternative, which PDF/UA asks for")]
    NoAlternative,
    #[error("row {row} of the table “{caption}” has {cells} cells for {columns} columns")]
    UnevenTable {
        caption: String,
        row: usize,
        cells: usize,
        columns: usize,
    },
    #[error("the document could not be handed to the typesetter")]
    Handover(#[from] serde_json::Error),
    /// A fault of the template, or a picture that is no SVG: texts cannot cause it.
    #[error("the typesetter refused the document: {0}")]
    Refused(String),
}

/// Sets the document as a tagged PDF that claims PDF/UA-1, checked while it is written. What no bundled font can
/// draw stands as a replacement mark (see [`crate::missing_characters`]).
///
/// This computes without waiting: call it where blocking is allowed.
pub fn pdf(document: &Document) -> Result<Vec<u8>, TypesetError> {
    let document = characters::replaced(document);
    let desk = Desk::with(serde_json::to_vec(&Sheet::of(&document)?)?);
    let bytes = set(&desk);
    // The typesetter remembers each paragraph it ever set, for an editor's sake; a server would only grow by it.
    comemo::evict(0);
    bytes
}

fn set(desk: &Desk) -> Result<Vec<u8>, TypesetError> {
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|fault| TypesetError::Refused(fault.message().to_string()))?;
    let paged = typst::compile::<PagedDocument>(desk)
        .output
        .map_err(|faults| refused(&faults))?;
    let options = PdfOptions {
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&paged, &options).map_err(|faults| refused(&faults))
}

fn refused(faults: &[SourceDiagnostic]) -> TypesetError {
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    TypesetError::Refused(messages.join("; "))
}
