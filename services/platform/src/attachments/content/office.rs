//! Office documents: packed files, each of whose parts is looked at, whatever it is called.

use std::{
    fs::File,
    io::{Cursor, Read, Seek, SeekFrom},
};

use zip::ZipArchive;

use super::{AttachmentError, Kind, broken, ending, entries, markup, refused};

/// The most parts of a document, and how much they may come to when they are unpacked.
const MOST_PARTS: u64 = 10_000;
const MOST_UNPACKED: u64 = 1024 * 1024 * 1024;
/// How much is read of a part that says what the others are.
const MOST_READ: u64 = 2 * 1024 * 1024;
/// How much of a part that holds another file is looked at, and of all together; what is longer is not taken.
const MOST_LOOKED_AT: u64 = 32 * 1024 * 1024;
const MOST_OF_ALL: u64 = 256 * 1024 * 1024;
/// Documents within documents within documents.
const DEEPEST: u8 = 2;

/// Endings of what a machine carries out.
const PROGRAMS: [&str; 24] = [
    "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "jar",
    "lnk", "sh", "py", "pl", "reg", "cpl", "pif", "apk",
];

/// How programs begin: of Windows, of Linux, of macOS in four ways and as several in one, and scripts.
const BEGINNINGS: [&[u8]; 8] = [
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
];

/// How a packed file begins, and a document of old.
const PACKED: &[u8] = b"PK\x03\x04";
const OLD: &[u8] = b"\xd0\xcf\x11\xe0";
/// Streams of a document of old, two bytes a letter: a file that was packed into it, and macros.
const FILE_IN_IT: &[u8] = b"O\0l\0e\x001\x000\0N\0a\0t\0i\0v\0e\0";
const MACROS_IN_IT: &[u8] = b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0";

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

pub(super) const MACROS: &str =
    "The document holds macros, which could do something when it is opened: save it without them.";
const PROGRAM: &str = "The document holds a program or another file packed into it: take it out and save it again.";
const LOCKED: &str = "The document is locked by a password, so nobody can look into it: save it without one.";
const BOMB: &str = "The document comes to far more when it is unpacked than a document does.";
type Result<T> = std::result::Result<T, AttachmentError>;

/// How deep within documents we are, and how much may still be looked at: what a part says of its size need not be so.
struct Looking {
    depth: u8,
    left: u64,
}

impl Looking {
    /// Reads on in a part, to its end unless it is too long.
    fn read(&mut self, part: &mut impl Read, most: u64, seen: &mut Vec<u8>) -> Result<()> {
        let most = most.min(self.left);
        let read = part
            .take(most)
            .read_to_end(seen)
            .map_err(|_unreadable| a_broken_one())? as u64;
        self.left -= read;
        if read == most { active(BOMB) } else { Ok(()) }
    }
}

/// A packed file: only office documents are taken.
pub(super) fn within(file: &mut File) -> Result<Kind> {
    let mut parts = opened(&mut *file)?;
    let mut looking = Looking {
        depth: 0,
        left: MOST_OF_ALL,
    };
    look_through(&mut parts, &mut looking)?;
    of_open_document(&mut parts)
        .or_else(|| of_office_open(&mut parts).transpose())
        .unwrap_or_else(|| Err(refused("a packed file, and no office document")))
}

pub(super) fn a_broken_one() -> AttachmentError {
    refused("a packed file that is broken")
}

pub(super) fn active<T>(told: &'static str) -> Result<T> {
    Err(AttachmentError::Active(told))
}

/// The parts of a packed file, unless it says that they are too many: the list alone would fill our memory.
fn opened<R: Read + Seek>(mut file: R) -> Result<ZipArchive<R>> {
    file.seek(SeekFrom::Start(0)).map_err(broken)?;
    let told = entries::told(&mut file).map_err(broken)?;
    if told.iter().any(|count| *count > MOST_PARTS) {
        return active(BOMB);
    }
    let parts = ZipArchive::new(file).map_err(|_unreadable| a_broken_one())?;
    // Of two parts of one name we would see one, and somebody's reader the other.
    if told.last().is_none_or(|count| *count != parts.len() as u64) {
        return Err(a_broken_one());
    }
    Ok(parts)
}

fn look_through<R: Read + Seek>(parts: &mut ZipArchive<R>, looking: &mut Looking) -> Result<()> {
    let mut unpacked = 0_u64;
    for n in 0..parts.len() {
        let name = by_its_entry(parts, n, &mut unpacked)?;
        look_into(parts, n, &name, looking)?;
    }
    Ok(())
}

/// What the list says of a part; its name, in small letters.
fn by_its_entry<R: Read + Seek>(parts: &mut ZipArchive<R>, n: usize, unpacked: &mut u64) -> Result<String> {
    let part = parts.by_index_raw(n).map_err(|_unreadable| a_broken_one())?;
    if part.encrypted() {
        return active(LOCKED);
    }
    *unpacked = unpacked.saturating_add(part.size());
    if *unpacked > MOST_UNPACKED {
        return active(BOMB);
    }
    let name = part.name().map_err(|_unreadable| a_broken_one())?.to_lowercase();
    if is_of_macros(&name) {
        return active(MACROS);
    }
    if PROGRAMS.contains(&ending(&name).as_str()) {
        return active(PROGRAM);
    }
    Ok(name)
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

/// What a part is by its bytes, and what it says of others.
fn look_into<R: Read + Seek>(parts: &mut ZipArchive<R>, n: usize, name: &str, looking: &mut Looking) -> Result<()> {
    let mut part = parts.by_index(n).map_err(|_unreadable| a_broken_one())?;
    let mut seen = Vec::new();
    let begun = part.by_ref().take(8).read_to_end(&mut seen);
    begun.map_err(|_unreadable| a_broken_one())?;
    if BEGINNINGS.iter().any(|beginning| seen.starts_with(beginning)) {
        return active(PROGRAM);
    }
    if seen.starts_with(OLD) {
        looking.read(&mut part, MOST_LOOKED_AT, &mut seen)?;
        return of_old(&seen);
    }
    if seen.starts_with(PACKED) {
        looking.read(&mut part, MOST_LOOKED_AT, &mut seen)?;
        return another(seen, looking);
    }
    if name == "[content_types].xml" || ending(name) == "rels" {
        looking.read(&mut part, MOST_READ, &mut seen)?;
        return markup::must_be_harmless(&seen);
    }
    Ok(())
}

/// A document of old within a new one: a chart, or something worse.
fn of_old(bytes: &[u8]) -> Result<()> {
    let holds = |stream: &[u8]| bytes.windows(stream.len()).any(|window| window == stream);
    if holds(MACROS_IN_IT) {
        return active(MACROS);
    }
    if holds(FILE_IN_IT) {
        return active(PROGRAM);
    }
    Ok(())
}

/// A packed file within a document: the table behind a chart, as a rule.
fn another(bytes: Vec<u8>, looking: &mut Looking) -> Result<()> {
    if looking.depth == DEEPEST {
        return active(PROGRAM);
    }
    looking.depth += 1;
    look_through(&mut opened(Cursor::new(bytes))?, looking)?;
    looking.depth -= 1;
    Ok(())
}

fn read(parts: &mut ZipArchive<&mut File>, name: &str) -> Option<String> {
    let part = parts.by_name(name).ok()?;
    let mut told = String::new();
    part.take(MOST_READ).read_to_string(&mut told).ok()?;
    Some(told)
}

/// The manner of open document formats: the first part says what the whole is.
fn of_open_document(parts: &mut ZipArchive<&mut File>) -> Option<Result<Kind>> {
    let told = read(parts, "mimetype")?;
    let kind = [Kind::Odt, Kind::Ods, Kind::Odp]
        .into_iter()
        .find(|kind| kind.media_type() == told.trim());
    if kind.is_some() && read(parts, "META-INF/manifest.xml").is_some_and(|told| told.contains("encryption-data")) {
        return Some(active(LOCKED));
    }
    Some(kind.ok_or_else(|| refused("a packed file, and no office document")))
}

/// The manner of Microsoft Office: one part lists what the others are.
fn of_office_open(parts: &mut ZipArchive<&mut File>) -> Result<Option<Kind>> {
    let Some(told) = read(parts, "[Content_Types].xml") else {
        return Ok(None);
    };
    let listed = markup::elements(&told).ok_or_else(a_broken_one)?;
    let mut found = WORDS_OF_OOXML
        .iter()
        .filter(|(words, _)| listed.iter().any(|element| element.says("contenttype") == *words));
    Ok(found.next().map(|(_, kind)| *kind))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::{super::tests::verdict, *};

    pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    pub fn types(main: &str) -> Vec<u8> {
        format!(r#"<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>"#).into_bytes()
    }

    pub const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

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
            // Whatever it is called.
            with("word/media/image1.png", b"MZ\x90\0"),
            with("word/theme/theme1.xml", b"\xfe\xed\xfa\xce"),
            with("word/embeddings/old.bin", &[OLD, MACROS_IN_IT].concat()),
            with("word/embeddings/sheet.xlsx", &packed(&[("xl/vbaProject.bin", b"x")])),
            with("word/media/image2.jpeg", &packed(&[("a.txt", b"MZ")])),
            with(
                "word/embeddings/sheet.xlsx",
                &packed(&[("[Content_Types].xml", &types("application/vnd.ms-office.vbaProject"))]),
            ),
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

    #[test]
    fn more_parts_than_a_document_has_are_refused_before_they_are_listed() {
        let mut document = packed(&[("[Content_Types].xml", &types(WORD))]);
        let record = document.len() - 22;
        document[record + 8..record + 12].copy_from_slice(&[0x11, 0x27, 0x11, 0x27]);
        assert_eq!(verdict(&document, "a.docx"), Err("attachment_active".to_owned()));
    }

    #[test]
    fn two_parts_of_one_name_are_refused() {
        let twice = packed(&[
            ("[Content_Types].xml", &types(WORD)),
            ("word/a.xml", b"x"),
            ("word/b.xml", b"MZ"),
        ]);
        let renamed = replaced(twice, b"word/b.xml", b"word/a.xml");
        assert_eq!(verdict(&renamed, "a.docx"), Err("attachment_kind_refused".to_owned()));
    }

    fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
        while let Some(at) = bytes.windows(from.len()).position(|window| window == from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
        bytes
    }
}
