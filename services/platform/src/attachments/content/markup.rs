//! The parts of an office document that say what the others are, and what they point at.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::office::{MACROS, a_broken_one, active};
use crate::attachments::AttachmentError;

/// What parts are said to be that carry something out.
const WORDS_OF_MACROS: [&str; 4] = ["macroenabled", "vbaproject", "macrosheet", "activex"];

const ELSEWHERE: &str = "The document fetches something from the internet when it is opened, such as a template, a picture or \
    another workbook: break those links, or put what they lead to into the document, and save it again.";

/// The attributes of an element, by names in small letters.
pub(super) struct Element(Vec<(String, String)>);

impl Element {
    pub(super) fn says(&self, name: &str) -> &str {
        let said = self.0.iter().find(|(known, _)| known == name);
        said.map_or("", |(_, value)| value.as_str())
    }
}

/// All elements, with what their attributes mean rather than how it is written: a letter may be written as a number.
/// `None` where different readers could read different things.
pub(super) fn elements(told: &str) -> Option<Vec<Element>> {
    let mut reader = Reader::from_str(told.trim_start_matches('\u{feff}'));
    let mut found = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => found.push(attributes(&reader, &element)?),
            // It could give names to pieces of text.
            Event::DocType(_) => return None,
            Event::Eof => return Some(found),
            _ => {}
        }
    }
}

fn attributes(reader: &Reader<&[u8]>, element: &BytesStart<'_>) -> Option<Element> {
    let said = element.attributes().map(|attribute| {
        let attribute = attribute.ok()?;
        let name = String::from_utf8_lossy(attribute.key.local_name().as_ref()).to_lowercase();
        let value = attribute.decoded_and_normalized_value(XmlVersion::Implicit1_0, reader.decoder());
        Some((name, value.ok()?.into_owned()))
    });
    said.collect::<Option<_>>().map(Element)
}

/// A part that says what others are or where they lie: none of them macros, and nothing that is fetched from the internet. A
/// link that somebody has to follow is another matter, and so is the template on the share of the house that a letter was
/// written with, or the workbook beside this one: every other document has one.
pub(super) fn must_be_harmless(told: &[u8]) -> Result<(), AttachmentError> {
    let told = std::str::from_utf8(told).ok().and_then(elements);
    for element in told.ok_or_else(a_broken_one)? {
        let kind = element.says("contenttype").to_lowercase();
        let link = element.says("type").to_lowercase();
        if WORDS_OF_MACROS
            .iter()
            .any(|word| kind.contains(word) || link.contains(word))
        {
            return active(MACROS);
        }
        let is_outside = element.says("targetmode").eq_ignore_ascii_case("external");
        if is_outside && !link.ends_with("/hyperlink") && !is_of_the_house(element.says("target")) {
            return active(ELSEWHERE);
        }
    }
    Ok(())
}

/// A file, by whatever way it is written: `file:` or no protocol at all. The letter of a drive is none.
fn is_of_the_house(target: &str) -> bool {
    let target = target.trim_start();
    match target.split_once(':') {
        Some((protocol, _)) => protocol.eq_ignore_ascii_case("file") || protocol.len() == 1,
        None => !target.starts_with("//"),
    }
}

#[cfg(test)]
mod tests {
    use crate::attachments::{
        AttachmentKind as Kind,
        content::{
            office::tests::{WORD, packed, types},
            tests::verdict,
        },
    };

    #[test]
    fn a_part_that_is_said_to_be_macros_is_refused_under_whatever_name_and_however_it_is_written() {
        for of_macros in [
            "application/vnd.ms-office.vbaProject",
            "application/vnd.ms-office.&#118;ba&#x50;roject",
            "application/vnd.ms-excel.macrosheet+xml",
            "application/vnd.ms-office.activeX+xml",
        ] {
            let types = format!(
                r#"<Types><Override ContentType="{WORD}"/><Override PartName="/word/a.xml" ContentType="{of_macros}"/></Types>"#
            );
            let document = packed(&[("[Content_Types].xml", types.as_bytes()), ("word/a.xml", b"x")]);
            assert_eq!(
                verdict(&document, "a.docx"),
                Err("attachment_active".to_owned()),
                "{of_macros}"
            );
        }
        let named = format!(r#"<!DOCTYPE Types [<!ENTITY a "vba">]><Types><Override ContentType="{WORD}"/></Types>"#);
        let document = packed(&[("[Content_Types].xml", named.as_bytes())]);
        assert_eq!(verdict(&document, "a.docx"), Err("attachment_kind_refused".to_owned()));
    }

    #[test]
    fn what_is_fetched_from_the_internet_is_refused_and_a_link_to_follow_or_a_file_of_the_house_is_not() {
        let pointing_at = |target: &str, kind: &str, mode: &str| {
            let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
            let links = format!(
                r#"<Relationships><Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>"#
            );
            let parts: [(&str, &[u8]); 2] = [
                ("[Content_Types].xml", &types(WORD)),
                ("word/_rels/settings.xml.rels", links.as_bytes()),
            ];
            verdict(&packed(&parts), "a.docx")
        };
        let pointing = |kind: &str, mode: &str| pointing_at("https://example.org/x", kind, mode);
        let active = Err("attachment_active".to_owned());
        for of_the_house in [
            r"file:///\\server\templates\letter.dotx",
            r"file:///C:\templates\letter.dotx",
            r"C:\letter.dotx",
            "letter.dotx",
        ] {
            let is = pointing_at(of_the_house, "attachedTemplate", "External");
            assert_eq!(is, Ok(Kind::Docx), "{of_the_house}");
        }
        for fetched in [
            "HTTP://example.org/x",
            " mhtml:https://example.org/x",
            "//example.org/x",
        ] {
            assert_eq!(
                pointing_at(fetched, "attachedTemplate", "External"),
                active,
                "{fetched}"
            );
        }
        assert_eq!(pointing("attachedTemplate", "External"), active);
        assert_eq!(pointing("image", "external"), active);
        assert_eq!(pointing("vbaProject", "Internal"), active);
        assert_eq!(pointing("hyperlink", "External"), Ok(Kind::Docx));
        assert_eq!(pointing("settings", "Internal"), Ok(Kind::Docx));
    }
}
