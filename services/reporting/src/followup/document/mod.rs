//! A report on paper and on a page. Both are made of one sheet, and the sheet of the same figures that the API tells.

mod html;
mod pdf;
mod sheet;

use std::collections::BTreeSet;

use platform::values::Language;
use typesetting::{Place, TypesetError};

pub use self::{html::html, sheet::Sheet};
use super::{
    model::{CharacterFault, Report},
    parts::PartKey,
};

/// The characters of a report that no bundled font can draw, in whichever language it is read.
pub fn missing_characters(report: &Report) -> Vec<CharacterFault> {
    let mut found = BTreeSet::new();
    for language in Language::ALL {
        let document = pdf::document(&Sheet::of(report, language));
        for missing in typesetting::missing_characters(&document) {
            found.insert(CharacterFault {
                character: missing.character,
                place: place(missing.place),
            });
        }
    }
    found.into_iter().collect()
}

fn place(place: Place) -> String {
    match place {
        Place::PartHeading { part } | Place::Section { part, .. } => {
            PartKey::ALL.get(part).map_or("heading", |part| part.code()).to_owned()
        }
        _ => "heading".to_owned(),
    }
}

/// The report as a tagged PDF.
pub fn pdf(report: &Report, language: Language) -> Result<Vec<u8>, TypesetError> {
    typesetting::pdf(&pdf::document(&Sheet::of(report, language)))
}
