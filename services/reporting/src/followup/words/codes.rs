//! Codes in words.

use platform::countries;

use super::{Voice, Word};

impl Voice {
    /// A code in words; a code without words stands as it is.
    pub fn word(&self, code: &str) -> String {
        let Some(word) = WORDS.iter().find(|(known, _)| *known == code).map(|(_, word)| *word) else {
            return code.replace('_', " ");
        };
        if code == "advocacy" {
            self.say_in(word, "påverkansarbete").to_owned()
        } else {
            self.say(word).to_owned()
        }
    }

    /// A country by its name; a code that nobody named stands as it is.
    pub fn country_named(&self, code: &str) -> String {
        countries::name(code, self.language).unwrap_or(code).to_owned()
    }
}

/// Words of codes.
const WORDS: &[(&str, Word)] = &[
    ("eu", ("EU-hanke", "EU-projekt", "EU project")),
    ("international", ("kansainvälinen", "internationellt", "international")),
    ("lead", ("päätoteuttaja", "huvudpartner", "lead partner")),
    ("partner", ("osatoteuttaja", "partner", "partner")),
    (
        "associated",
        ("liitännäiskumppani", "associerad partner", "associated partner"),
    ),
    ("idea", ("idea", "idé", "idea")),
    (
        "go",
        ("päätetty valmistella", "beslut att bereda", "decided to prepare"),
    ),
    ("preparing", ("valmistelussa", "under beredning", "being prepared")),
    ("submitted", ("jätetty", "inlämnad", "submitted")),
    ("approved", ("hyväksytty", "beviljad", "approved")),
    (
        "approved_with_conditions",
        ("hyväksytty ehdoin", "beviljad med villkor", "approved with conditions"),
    ),
    ("rejected", ("hylätty", "avslagen", "rejected")),
    ("withdrawn", ("peruttu", "återtagen", "withdrawn")),
    ("agreement", ("sopimus tehty", "avtal ingånget", "agreement signed")),
    ("running", ("käynnissä", "pågår", "running")),
    ("closed", ("päättynyt", "avslutad", "closed")),
    ("open", ("avoin", "öppen", "open")),
    ("visit", ("vierailu", "besök", "visit")),
    (
        "staff_exchange",
        ("henkilöstövaihto", "personalutbyte", "staff exchange"),
    ),
    ("pupil_exchange", ("oppilasvaihto", "elevutbyte", "pupil exchange")),
    (
        "teacher_exchange",
        ("opettajavaihto", "lärarutbyte", "teacher exchange"),
    ),
    ("seminar", ("seminaari", "seminarium", "seminar")),
    ("event", ("tapahtuma", "evenemang", "event")),
    ("culture", ("kulttuurivaihto", "kulturutbyte", "cultural exchange")),
    ("training", ("koulutus", "utbildning", "training")),
    ("advocacy", ("edunvalvonta", "intressebevakning", "advocacy")),
    ("other", ("muu", "annat", "other")),
    ("network", ("verkosto", "nätverk", "network")),
    (
        "representation_office",
        ("edustusto", "representationskontor", "representation office"),
    ),
    ("active", ("toiminnassa", "aktiv", "active")),
    ("dormant", ("lepäävä", "vilande", "dormant")),
    ("owed", ("odotetaan", "väntas", "owed")),
    ("draft", ("luonnos", "utkast", "draft")),
    ("locked", ("lukittu", "låst", "locked")),
    ("preliminary", ("ennakollinen", "preliminärt", "preliminary")),
    ("final", ("lopullinen", "slutligt", "final")),
    ("corrected", ("korjattu", "rättat", "corrected")),
    ("tenants", ("organisaatio", "organisation", "organisation")),
    ("goals", ("tavoitteet", "mål", "goals")),
    ("projects", ("hankkeet", "projekt", "projects")),
];
