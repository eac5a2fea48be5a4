//! Codes in words.

use super::{Voice, Word};

impl Voice {
    /// A code in words; a code without words stands as it is.
    pub fn word(&self, code: &str) -> String {
        let Some(word) = WORDS.iter().find(|(known, _)| *known == code).map(|(_, word)| *word) else {
            return code.replace('_', " ");
        };
        if code == "lead" {
            self.say_in(word, "huvudpartner").to_owned()
        } else {
            self.say(word).to_owned()
        }
    }
}

/// Words of codes.
const WORDS: &[(&str, Word)] = &[
    ("eu", ("EU-hanke", "EU-projekt", "EU project")),
    ("international", ("kansainvälinen", "internationellt", "international")),
    ("lead", ("päätoteuttaja", "samordnande partner", "lead partner")),
    ("partner", ("kumppani", "partner", "partner")),
    (
        "associated",
        ("liitännäiskumppani", "associerad partner", "associated partner"),
    ),
    ("idea", ("idea", "idé", "idea")),
    (
        "go",
        ("päätös valmistelusta", "beslut att förbereda", "decided to prepare"),
    ),
    ("preparing", ("valmistelussa", "förbereds", "being prepared")),
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
    ("advocacy", ("edunvalvonta", "påverkansarbete", "advocacy")),
    ("other", ("muu", "annat", "other")),
    ("network", ("verkosto", "nätverk", "network")),
    (
        "representation_office",
        ("edustusto", "representationskontor", "representation office"),
    ),
    ("active", ("toiminnassa", "aktiv", "active")),
    ("dormant", ("lepäävä", "vilande", "dormant")),
    ("owed", ("odotetaan", "väntas in", "owed")),
    ("draft", ("luonnos", "utkast", "draft")),
    ("locked", ("lukittu", "låst", "locked")),
    ("preliminary", ("ennakkotieto", "preliminär", "preliminary")),
    ("final", ("lopullinen", "slutlig", "final")),
    ("corrected", ("korjattu", "rättad", "corrected")),
    ("tenants", ("organisaatio", "organisation", "organisation")),
    ("goals", ("tavoitteet", "mål", "goals")),
    ("projects", ("hankkeet", "projekt", "projects")),
];
