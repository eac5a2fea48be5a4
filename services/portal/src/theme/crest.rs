//! An organisation's crest: a small picture that the API keeps as a data address. The portal shows it at an address of its
//! own, which holds the hash of the picture, so browsers may keep it for ever.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Png,
    Svg,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Png, Self::Svg];

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    /// By what is in it, whatever it is called.
    fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        let text = std::str::from_utf8(bytes).ok()?.to_ascii_lowercase();
        let begins = text.trim_start_matches('\u{feff}').trim_start();
        let is_markup = begins.starts_with("<?xml") || begins.starts_with("<!") || begins.starts_with("<svg");
        // It is never run where it is shown; what wants to be run is no picture all the same.
        let acts = ["<script", "<!entity", "<foreignobject", "javascript:"];
        let is_still = !acts.iter().any(|act| text.contains(act));
        (is_markup && text.contains("<svg") && is_still).then_some(Self::Svg)
    }
}

/// As large as the API takes it, told in base64.
pub const MOST_BYTES: usize = 70 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crest {
    pub kind: Kind,
    pub bytes: Vec<u8>,
}

impl Crest {
    /// A file that somebody chose. Nothing if it is no picture of a kind that is taken.
    pub fn of_file(bytes: Vec<u8>) -> Option<Self> {
        Some(Self {
            kind: Kind::of(&bytes)?,
            bytes,
        })
    }

    /// As the API tells it. Nothing if it is not what it says it is.
    pub fn of_data(address: &str) -> Option<Self> {
        let told = |kind: &Kind| address.strip_prefix(&format!("data:{};base64,", kind.media_type()));
        let (kind, encoded) = Kind::ALL.iter().find_map(|kind| Some((*kind, told(kind)?)))?;
        let crest = Self::of_file(BASE64_STANDARD.decode(encoded).ok()?)?;
        (crest.kind == kind).then_some(crest)
    }

    /// As the API takes it.
    pub fn data(&self) -> String {
        format!(
            "data:{};base64,{}",
            self.kind.media_type(),
            BASE64_STANDARD.encode(&self.bytes)
        )
    }

    /// Where the portal shows it.
    pub fn address(&self) -> String {
        let hash: String = hex::encode(Sha256::digest(&self.bytes)).chars().take(32).collect();
        format!("/assets/crest/{hash}.{}", self.kind.ending())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"4\"/></svg>";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

    #[test]
    fn a_crest_comes_back_as_it_was_sent() {
        for (bytes, kind) in [(SVG.as_bytes(), Kind::Svg), (PNG, Kind::Png)] {
            let crest = Crest::of_file(bytes.to_vec()).unwrap();
            assert_eq!(crest.kind, kind);
            assert_eq!(Crest::of_data(&crest.data()), Some(crest));
        }
    }

    #[test]
    fn what_is_no_picture_or_would_act_is_no_crest() {
        let script = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        for bytes in ["<html><svg></svg></html>", "GIF89a", "", script] {
            assert_eq!(Crest::of_file(bytes.as_bytes().to_vec()), None, "{bytes}");
        }
        let lying = format!("data:image/png;base64,{}", BASE64_STANDARD.encode(SVG));
        assert_eq!(Crest::of_data(&lying), None);
        assert_eq!(Crest::of_data("https://example.org/crest.png"), None);
    }

    #[test]
    fn the_largest_crest_fits_into_what_the_api_takes() {
        let largest = Crest {
            kind: Kind::Svg,
            bytes: vec![b' '; MOST_BYTES],
        };
        assert!(largest.data().len() <= 100_000);
    }

    #[test]
    fn another_picture_has_another_address() {
        let address = |bytes: &[u8]| Crest::of_file(bytes.to_vec()).unwrap().address();
        assert_ne!(address(PNG), address(b"\x89PNG\r\n\x1a\n and so forth"));
        assert!(address(SVG.as_bytes()).contains(".svg"));
    }
}
