#![doc = include_str!("../README.md")]

mod characters;
mod document;
mod pdf;
mod sheet;
mod texts;
mod world;

pub use characters::{MissingCharacter, missing_characters};
pub use document::{Align, Block, Column, Document, Fact, Figure, Language, Part, Section, Words};
pub use pdf::{TypesetError, pdf};
pub use texts::Place;
