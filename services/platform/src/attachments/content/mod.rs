//! What a file is, by its bytes: never by its name or by what the client says of it, and nothing that could do something by
//! itself.

mod entries;
mod markup;
mod office;

use std::{
    fs::File,
    io::{self, Read, Seek as _, SeekFrom},
};

use super::{AttachmentError, AttachmentKind as Kind, name::ending};

/// How much of a file's beginning tells what it is.
const HEAD: u64 = 8 * 1024;

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
        return office::within(file);
    }
    match by_its_beginning(&head) {
        Some(kind) => Ok(kind),
        None => text(file, &head),
    }
}

/// What begins as files of a kind do: at its first byte, though some readers would find the beginning further on. What
/// stands before it could be meant for others.
fn by_its_beginning(head: &[u8]) -> Option<Kind> {
    let begins = |with: &[u8]| head.starts_with(with);
    if begins(b"%PDF-") {
        Some(Kind::Pdf)
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        Some(Kind::Png)
    } else if begins(b"\xff\xd8\xff") {
        Some(Kind::Jpeg)
    } else if begins(b"GIF87a") || begins(b"GIF89a") {
        Some(Kind::Gif)
    } else if begins(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some(Kind::Webp)
    } else {
        None
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

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use super::{
        office::tests::{WORD, packed, types},
        *,
    };

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    pub fn verdict(bytes: &[u8], name: &str) -> Result<Kind, String> {
        judged(&mut file(bytes), name).map_err(|error| crate::http::Problem::from(error).code().to_owned())
    }

    #[test]
    fn a_file_is_what_its_bytes_are() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(verdict(b"%PDF-1.7\n", "a.pdf"), Ok(Kind::Pdf));
        assert_eq!(verdict(png, "a.PNG"), Ok(Kind::Png));
        assert_eq!(verdict(b"\xff\xd8\xff\xe0\0\x10JFIF", "a.jpg"), Ok(Kind::Jpeg));
        assert_eq!(verdict(b"GIF89a\x01\0", "a.gif"), Ok(Kind::Gif));
        assert_eq!(verdict(b"RIFF\x24\0\0\0WEBPVP8 ", "a.webp"), Ok(Kind::Webp));
        assert_eq!(verdict(b"BMX tracks, and %PDF as a word", "a.txt"), Ok(Kind::Text));
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
            (b"<!DOCTYPE html><script>alert(1)</script><!--%PDF-1.7-->", "report.pdf"),
            (b"\n%PDF-1.7", "report.pdf"),
            (b"BM\x3a\0\0\0", "a.png"),
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
}
