//! What a file is, by its bytes: never by its name or by what the client says of it, and nothing that could do something by
//! itself.

use std::{
    fs::File,
    io::{self, Read, Seek as _, SeekFrom},
};

use zip::ZipArchive;

use super::{AttachmentError, AttachmentKind as Kind, name::ending};

/// How much of a file's beginning tells what it is.
const HEAD: u64 = 8 * 1024;
/// The most files within an office document, and how much they may come to when they are unpacked.
const MOST_PARTS: usize = 10_000;
const MOST_UNPACKED: u64 = 1024 * 1024 * 1024;
/// How much is read of a part that says what the others are.
const MOST_READ: u64 = 2 * 1024 * 1024;
/// How much of a part that holds another file is looked at.
const MOST_LOOKED_AT: u64 = 4 * 1024 * 1024;

/// Endings of what a machine carries out.
const PROGRAMS: [&str; 24] = [
    "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "jar",
    "lnk", "sh", "py", "pl", "reg", "cpl", "pif", "apk",
];

/// What office documents of Microsoft's manner say that they are.
const WORDS_OF_OOXML: [(&str, Kind); 3] = [
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        Kind::Docx,
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        Kind::Xlsx,
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        Kind::Pptx,
    ),
];

const MACROS: &str = "The document holds macros, which could do something when it is opened: save it without them.";
const PROGRAM: &str = "The document holds a program or another file packed into it: take it out and save it again.";
const LOCKED: &str = "The document is locked by a password, so nobody can look into it: save it without one.";
const BOMB: &str = "The document comes to far more when it is unpacked than a document does.";

/// What the file is, if files of that kind are taken and its name ends as theirs do.
pub(super) fn judged(file: &mut File, name: &str) -> Result<Kind, AttachmentError> {
    let found = found(file)?;
    // Rows of a table are text as any other: the name says which is meant.
    let found = match found {
        Kind::Text if ending(name) == "csv" => Kind::Csv,
        other => other,
    };
    if found.endings().contains(&ending(name).as_str()) {
        return Ok(found);
    }
    let endings: Vec<String> = found.endings().iter().map(|e| format!(".{e}")).collect();
    Err(AttachmentError::Kind(format!(
        "By its content the file is {}, so its name has to end with {}.",
        found.code(),
        endings.join(" or ")
    )))
}

fn found(file: &mut File) -> Result<Kind, AttachmentError> {
    let head = beginning(file)?;
    if head.is_empty() {
        return Err(AttachmentError::Empty);
    }
    if head.starts_with(b"PK\x03\x04") {
        return within(file);
    }
    match infer::get(&head).map(|kind| kind.mime_type()) {
        Some("application/pdf") => Ok(Kind::Pdf),
        Some("image/png") => Ok(Kind::Png),
        Some("image/jpeg") => Ok(Kind::Jpeg),
        Some("image/webp") => Ok(Kind::Webp),
        Some("image/gif") => Ok(Kind::Gif),
        Some(other) => Err(refused(other)),
        None => text(file, &head),
    }
}

fn refused(what: &str) -> AttachmentError {
    let taken: Vec<&str> = Kind::ALL.into_iter().flat_map(Kind::endings).copied().collect();
    AttachmentError::Kind(format!(
        "By its content the file is {what}. Files of these kinds are taken: {}.",
        taken.join(", ")
    ))
}

fn beginning(file: &mut File) -> Result<Vec<u8>, AttachmentError> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0)).map_err(broken)?;
    file.take(HEAD).read_to_end(&mut head).map_err(broken)?;
    Ok(head)
}

/// The place where it is looked at fails, not the file.
fn broken(cause: io::Error) -> AttachmentError {
    AttachmentError::Store(cause.into())
}

/// Plain text is UTF-8 from its beginning to its end, holds no characters that only machines read, and is no markup, which
/// a browser would carry out.
fn text(file: &mut File, head: &[u8]) -> Result<Kind, AttachmentError> {
    let seen = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if seen.starts_with(b"<") {
        return Err(refused("markup such as HTML, SVG or XML"));
    }
    if seen.starts_with(b"#!") {
        return Err(refused("a script"));
    }
    file.seek(SeekFrom::Start(0)).map_err(broken)?;
    let mut piece = vec![0; 64 * 1024];
    let mut left: Vec<u8> = Vec::new();
    loop {
        let length = file.read(&mut piece).map_err(broken)?;
        if length == 0 {
            break;
        }
        left.extend_from_slice(piece.get(..length).unwrap_or_default());
        let whole = match std::str::from_utf8(&left) {
            Ok(_) => left.len(),
            // A character may be cut where the piece ends.
            Err(cut) if cut.error_len().is_none() => cut.valid_up_to(),
            Err(_) => return Err(refused("neither UTF-8 text nor anything else that is known")),
        };
        let rest = left.split_off(whole);
        if left.iter().any(|b| is_of_machines(*b)) {
            return Err(refused("no text, and nothing else that is known"));
        }
        left = rest;
    }
    if left.is_empty() {
        Ok(Kind::Text)
    } else {
        Err(refused("text that ends within a character"))
    }
}

fn is_of_machines(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) || byte == 0x7f
}

/// A packed file: only office documents are taken. What it says of itself is read, its parts are not unpacked.
fn within(file: &mut File) -> Result<Kind, AttachmentError> {
    file.seek(SeekFrom::Start(0)).map_err(broken)?;
    let Ok(mut parts) = ZipArchive::new(file) else {
        return Err(refused("a packed file that is broken"));
    };
    if parts.len() > MOST_PARTS {
        return Err(AttachmentError::Active(BOMB));
    }
    let mut unpacked = 0_u64;
    let mut suspects = Vec::new();
    for n in 0..parts.len() {
        let Ok(part) = parts.by_index_raw(n) else {
            return Err(refused("a packed file that is broken"));
        };
        if part.encrypted() {
            return Err(AttachmentError::Active(LOCKED));
        }
        unpacked = unpacked.saturating_add(part.size());
        if unpacked > MOST_UNPACKED {
            return Err(AttachmentError::Active(BOMB));
        }
        let Ok(name) = part.name() else {
            return Err(refused("a packed file that is broken"));
        };
        let name = name.to_lowercase();
        if is_of_macros(&name) {
            return Err(AttachmentError::Active(MACROS));
        }
        if PROGRAMS.contains(&ending(&name).as_str()) {
            return Err(AttachmentError::Active(PROGRAM));
        }
        if !["xml", "rels", "png", "jpg", "jpeg", "gif"].contains(&ending(&name).as_str()) {
            suspects.push(n);
        }
    }
    for n in suspects {
        if holds_a_program(&mut parts, n) {
            return Err(AttachmentError::Active(PROGRAM));
        }
    }
    of_open_document(&mut parts)
        .or_else(|| of_office_open(&mut parts).transpose())
        .unwrap_or_else(|| Err(refused("a packed file, and no office document")))
}

/// Where the two manners of office documents keep what is carried out.
fn is_of_macros(part: &str) -> bool {
    let name = part.rsplit('/').next().unwrap_or(part);
    matches!(name, "vbaproject.bin" | "vbadata.xml" | "vbaprojectsignature.bin")
        || part.starts_with("basic/")
        || part.starts_with("scripts/")
        || part.contains("/activex/")
        || part.contains("/macrosheets/")
}

/// Whether a part begins as programs do, or packs another file as documents of old do.
fn holds_a_program(parts: &mut ZipArchive<&mut File>, n: usize) -> bool {
    // The name of the stream by which a file is packed into a document, two bytes a letter.
    const PACKED: &[u8] = b"O\0l\0e\x001\x000\0N\0a\0t\0i\0v\0e\0";
    let mut seen = Vec::new();
    let Ok(part) = parts.by_index(n) else { return true };
    if part.take(MOST_LOOKED_AT).read_to_end(&mut seen).is_err() {
        return true;
    }
    let begins = |with: &[u8]| seen.starts_with(with);
    let old = begins(b"\xd0\xcf\x11\xe0") && seen.windows(PACKED.len()).any(|window| window == PACKED);
    old || begins(b"MZ")
        || begins(b"\x7fELF")
        || begins(b"\xcf\xfa\xed\xfe")
        || begins(b"\xca\xfe\xba\xbe")
        || begins(b"#!")
}

fn read(parts: &mut ZipArchive<&mut File>, name: &str) -> Option<String> {
    let part = parts.by_name(name).ok()?;
    let mut told = String::new();
    part.take(MOST_READ).read_to_string(&mut told).ok()?;
    Some(told)
}

/// The manner of open document formats: the first part says what the whole is.
fn of_open_document(parts: &mut ZipArchive<&mut File>) -> Option<Result<Kind, AttachmentError>> {
    let told = read(parts, "mimetype")?;
    let kind = [Kind::Odt, Kind::Ods, Kind::Odp]
        .into_iter()
        .find(|kind| kind.media_type() == told.trim());
    if kind.is_some() && read(parts, "META-INF/manifest.xml").is_some_and(|told| told.contains("encryption-data")) {
        return Some(Err(AttachmentError::Active(LOCKED)));
    }
    Some(kind.ok_or_else(|| refused("a packed file, and no office document")))
}

/// The manner of Microsoft Office: one part lists what the others are.
fn of_office_open(parts: &mut ZipArchive<&mut File>) -> Result<Option<Kind>, AttachmentError> {
    let Some(told) = read(parts, "[Content_Types].xml") else {
        return Ok(None);
    };
    if told.to_lowercase().contains("macroenabled") {
        return Err(AttachmentError::Active(MACROS));
    }
    let mut found = WORDS_OF_OOXML.iter().filter(|(words, _)| told.contains(words));
    Ok(found.next().map(|(_, kind)| *kind))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn verdict(bytes: &[u8], name: &str) -> Result<Kind, String> {
        judged(&mut file(bytes), name).map_err(|error| crate::http::Problem::from(error).code().to_owned())
    }

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn types(main: &str) -> Vec<u8> {
        format!(r#"<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>"#).into_bytes()
    }

    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    #[test]
    fn a_file_is_what_its_bytes_are() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(verdict(b"%PDF-1.7\n", "a.pdf"), Ok(Kind::Pdf));
        assert_eq!(verdict(png, "a.PNG"), Ok(Kind::Png));
        assert_eq!(verdict(b"\xff\xd8\xff\xe0\0\x10JFIF", "a.jpg"), Ok(Kind::Jpeg));
        assert_eq!(verdict(b"GIF89a\x01\0", "a.gif"), Ok(Kind::Gif));
        assert_eq!(verdict(b"RIFF\x24\0\0\0WEBPVP8 ", "a.webp"), Ok(Kind::Webp));
        assert_eq!(verdict("Pöytäkirja 3.12.\n".as_bytes(), "a.txt"), Ok(Kind::Text));
        assert_eq!(
            verdict("\u{feff}vuosi;määrä\r\n2026;3\r\n".as_bytes(), "a.csv"),
            Ok(Kind::Csv)
        );
        assert_eq!(
            verdict(&packed(&[("[Content_Types].xml", &types(WORD))]), "a.docx"),
            Ok(Kind::Docx)
        );
        let odt = packed(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", b"<x/>"),
        ]);
        assert_eq!(verdict(&odt, "a.odt"), Ok(Kind::Odt));
    }

    #[test]
    fn a_disguise_is_refused() {
        let refused = Err("attachment_kind_refused".to_owned());
        for (bytes, name) in [
            (b"<!DOCTYPE html><script>alert(1)</script>".as_slice(), "a.pdf"),
            (b"<!DOCTYPE html>", "a.html"),
            (b"\n  <svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
            (b"\xef\xbb\xbf<html>", "a.txt"),
            (b"<?xml version='1.0'?>", "a.txt"),
            (b"#!/bin/sh\n", "a.txt"),
            (b"MZ\x90\0\x03\0\0\0", "a.pdf"),
            (b"%PDF-1.7", "a.txt"),
            (b"%PDF-1.7", "a"),
            (b"plain", "a.pdf"),
            (b"plain\0text", "a.txt"),
            (b"latin \xe4\xf6", "a.txt"),
            (b"cut \xc3", "a.txt"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx"),
            (b"PK\x03\x04 nothing", "a.docx"),
        ] {
            assert_eq!(verdict(bytes, name), refused, "{name}: {bytes:?}");
        }
        assert_eq!(verdict(&packed(&[("a.xml", b"<x/>")]), "a.docx"), refused);
        assert_eq!(
            verdict(&packed(&[("[Content_Types].xml", &types(WORD))]), "a.xlsx"),
            refused
        );
    }

    #[test]
    fn a_character_that_is_cut_between_two_pieces_is_whole() {
        let mut long = "x".repeat(64 * 1024 - 1);
        long.push_str("ääkköset");
        assert_eq!(verdict(long.as_bytes(), "a.txt"), Ok(Kind::Text));
    }

    #[test]
    fn a_document_that_could_do_something_by_itself_is_refused() {
        let active = Err("attachment_active".to_owned());
        let with = |name: &str, content: &[u8]| packed(&[("[Content_Types].xml", &types(WORD)), (name, content)]);
        let ole: Vec<u8> = [b"\xd0\xcf\x11\xe0".as_slice(), b"O\0l\0e\x001\x000\0N\0a\0t\0i\0v\0e\0"].concat();
        for bytes in [
            with("word/vbaProject.bin", b"x"),
            with("word/embeddings/oleObject1.bin", &ole),
            with("word/embeddings/thing.dat", b"MZ\x90\0"),
            with("word/embeddings/run.EXE", b"x"),
            packed(&[(
                "[Content_Types].xml",
                &types("application/vnd.ms-word.document.macroEnabled.main+xml"),
            )]),
        ] {
            assert_eq!(verdict(&bytes, "a.docx"), active);
        }
        let basic = packed(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("Basic/Standard/Module1.xml", b"<x/>"),
        ]);
        assert_eq!(verdict(&basic, "a.odt"), active);
        let locked = packed(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
        ]);
        assert_eq!(verdict(&locked, "a.odt"), active);
        assert_eq!(
            verdict(&with("word/embeddings/chart.bin", b"harmless"), "a.docx"),
            Ok(Kind::Docx)
        );
    }

    #[test]
    fn what_would_not_fit_when_it_is_unpacked_is_refused_by_what_it_says_of_itself() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("[Content_Types].xml", SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&types(WORD)).unwrap();
        let whole = zip.finish().unwrap().into_inner();
        // The size that the directory at the end claims for the one part.
        let directory = whole.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        let mut bomb = whole;
        bomb[directory + 24..directory + 28].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
        assert_eq!(verdict(&bomb, "a.docx"), Err("attachment_active".to_owned()));
    }
}
