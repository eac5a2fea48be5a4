//! A tenant's colours, computed from one brand colour.
//!
//! Eleven of the sixteen steps of a colour have a fixed luminance (that of the design system's own generator); the brand colour
//! is mixed with white or black until it has that luminance. So a text step on a surface step has the same contrast whatever
//! the brand colour is: contrast holds by construction, and the tests only confirm it. The five steps of a filled button are
//! our own: the generator's turn a yellow button black on a dark page.

mod colour;
mod crest;

use std::fmt::Write as _;

pub use colour::Colour;
pub use crest::{Crest, MOST_BYTES as MOST_CREST_BYTES};
use sha2::{Digest as _, Sha256};

/// The colour of pages without a tenant, and of a tenant that has not chosen one.
pub const DEFAULT: Colour = Colour {
    red: 0x00,
    green: 0x62,
    blue: 0xba,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
    Contrast,
}

impl Scheme {
    /// What the steps are mixed from: in the dark a brand colour is muted, lest a whole page of it glows.
    fn mixed_from(self, brand: Colour) -> Colour {
        if self == Self::Dark { brand.muted(0.7) } else { brand }
    }

    /// Luminance of the eleven steps that carry pages, lines and text; light, dark, dark with more contrast.
    fn luminances(self) -> [(&'static str, f64); 11] {
        let values = match self {
            Self::Light => [1.0, 0.9, 1.0, 0.81, 0.7, 0.59, 0.5, 0.19, 0.11, 0.11, 0.0245],
            Self::Dark => [0.009, 0.014, 0.021, 0.027, 0.036, 0.056, 0.08, 0.22, 0.39, 0.39, 0.84],
            Self::Contrast => [0.001, 0.0065, 0.015, 0.015, 0.028, 0.045, 0.26, 0.4, 0.6, 0.57, 0.86],
        };
        let names = [
            "background-default",
            "background-tinted",
            "surface-default",
            "surface-tinted",
            "surface-hover",
            "surface-active",
            "border-subtle",
            "border-default",
            "border-strong",
            "text-subtle",
            "text-default",
        ];
        std::array::from_fn(|index| {
            (
                names.get(index).copied().unwrap_or(""),
                values.get(index).copied().unwrap_or(0.0),
            )
        })
    }
}

/// The sixteen steps of one colour in one scheme.
pub fn steps(brand: Colour, scheme: Scheme) -> Vec<(&'static str, Colour)> {
    let whole = scheme.mixed_from(brand);
    let mut steps: Vec<_> = scheme
        .luminances()
        .map(|(name, luminance)| (name, whole.at(luminance)))
        .to_vec();
    steps.extend(base(brand, scheme));
    steps
}

/// The five steps of a filled button. Hover and active move away from the colour of the text upon them, so the text
/// gains contrast and never loses it; only a colour too near black or white turns round.
fn base(brand: Colour, scheme: Scheme) -> [(&'static str, Colour); 5] {
    let brand = match scheme {
        Scheme::Light => brand,
        Scheme::Dark => brand.at(brand.luminance().clamp(0.22, 0.60)),
        Scheme::Contrast => brand.at(brand.luminance().clamp(0.40, 0.70)),
    };
    let luminance = brand.luminance();
    let text = brand.readable();
    let (hover, active) = match text {
        Colour::WHITE if luminance > 0.03 => (luminance * 0.64, luminance * 0.38),
        Colour::WHITE => (luminance + 0.02, luminance + 0.05),
        _ if luminance < 0.75 => (
            luminance + (1.0 - luminance) * 0.15,
            luminance + (1.0 - luminance) * 0.3,
        ),
        _ => (luminance * 0.85, luminance * 0.7),
    };
    let subtle = if text == Colour::WHITE {
        brand.at((4.8 * (luminance + 0.05) - 0.05).min(1.0))
    } else {
        brand.at(((luminance + 0.05) / 4.8 - 0.05).max(0.0))
    };
    [
        ("base-default", brand),
        ("base-hover", brand.at(hover)),
        ("base-active", brand.at(active)),
        ("base-contrast-subtle", subtle),
        ("base-contrast-default", text),
    ]
}

/// The style sheet that puts a brand colour into the place of the template theme's accent.
pub fn sheet(brand: Colour) -> String {
    let light = declarations(brand, Scheme::Light);
    let dark = declarations(brand, Scheme::Dark);
    let contrast = declarations(brand, Scheme::Contrast);
    format!(
        ":root,[data-color-scheme=light]{{{light}}}[data-color-scheme=dark]{{{dark}}}\
         @media (prefers-color-scheme:dark){{[data-color-scheme=auto]{{{dark}}}}}\
         @media (prefers-contrast:more){{[data-color-scheme=dark]{{{contrast}}}}}\
         @media (prefers-contrast:more) and (prefers-color-scheme:dark){{[data-color-scheme=auto]{{{contrast}}}}}"
    )
}

fn declarations(brand: Colour, scheme: Scheme) -> String {
    let mut css = String::new();
    for (name, colour) in steps(brand, scheme) {
        // Writing to a String cannot fail.
        let _infallible = write!(css, "--ds-color-accent-{name}:{colour};");
    }
    css
}

/// The immutable address of a brand colour's sheet: the hash changes when the way of computing it does.
pub fn address(brand: Colour) -> String {
    format!("/assets/theme/{}-{}.css", brand.digits(), fingerprint(brand))
}

/// The sheet that an address names, or nothing if the hash is not the one we would give today.
pub fn at_address(name: &str) -> Option<String> {
    let (digits, hash) = name.strip_suffix(".css")?.split_once('-')?;
    let brand = Colour::of(digits)?;
    (fingerprint(brand) == hash).then(|| sheet(brand))
}

fn fingerprint(brand: Colour) -> String {
    hex::encode(Sha256::digest(sheet(brand).as_bytes()))
        .chars()
        .take(12)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRANDS: [&str; 12] = [
        "#0062ba", "#0d7a5f", "#5b3fa0", "#c01b1b", "#ea9b1b", "#ffe600", "#000000", "#ffffff", "#777777", "#00a0df",
        "#e2007a", "#123524",
    ];

    fn step(brand: &str, scheme: Scheme, name: &str) -> Colour {
        steps(Colour::of(brand).unwrap(), scheme)
            .into_iter()
            .find(|(step, _)| *step == name)
            .unwrap()
            .1
    }

    #[test]
    fn text_stands_out_from_every_surface_it_is_put_on() {
        for brand in BRANDS {
            for scheme in [Scheme::Light, Scheme::Dark, Scheme::Contrast] {
                for (text, surface) in [
                    ("text-default", "background-default"),
                    ("text-default", "surface-active"),
                    ("text-subtle", "background-default"),
                    ("text-subtle", "background-tinted"),
                    ("text-subtle", "surface-tinted"),
                    ("base-contrast-default", "base-default"),
                    ("base-contrast-default", "base-hover"),
                    ("base-contrast-default", "base-active"),
                ] {
                    let contrast = step(brand, scheme, text).contrast(step(brand, scheme, surface));
                    assert!(
                        contrast >= 4.5,
                        "{brand} {scheme:?}: {text} on {surface} has only {contrast:.2}"
                    );
                }
                let line = step(brand, scheme, "border-default").contrast(step(brand, scheme, "background-default"));
                assert!(line >= 3.0, "{brand} {scheme:?}: a field's border has only {line:.2}");
            }
        }
    }

    /// The theme that the design system's own tool wrote, for seven colours, is what ours is compared with. One step of 255
    /// is rounding.
    #[test]
    fn steps_are_those_of_the_design_systems_own_tool() {
        let theirs = include_str!("../../assets/vendor/designsystemet/theme.css");
        let part = |scheme: &str| {
            let name = format!("ds.theme.color-scheme.{scheme}");
            theirs.split(&name).nth(1).unwrap()
        };
        let value = |scheme: &str, name: &str, step: &str| {
            let property = format!("--ds-color-{name}-{step}:");
            let rest = part(scheme).split(&property).nth(1).unwrap();
            Colour::of(rest.split(';').next().unwrap()).unwrap()
        };
        for name in ["accent", "brand1", "brand2", "info", "success", "warning", "danger"] {
            let brand = value("light", name, "base-default");
            for (scheme, told) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
                for (step, ours) in steps(brand, scheme).into_iter().take(11) {
                    let theirs = value(told, name, step);
                    assert!(
                        ours.distance(theirs) <= 1,
                        "{name} {told} {step}: {ours} against {theirs}"
                    );
                }
            }
        }
    }

    #[test]
    fn an_address_of_another_way_of_computing_is_unknown() {
        let address = address(DEFAULT);
        let name = address.strip_prefix("/assets/theme/").unwrap();
        assert!(at_address(name).is_some());
        assert!(at_address("0062ba-000000000000.css").is_none());
        assert!(at_address("nonsense").is_none());
    }
}
