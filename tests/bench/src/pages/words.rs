//! Words for what a town keeps: as in any language, few of them stand nearly everywhere and most of them seldom.

use serde_json::{Value, json};

/// What is done: Finnish, Swedish, English; the commonest first.
const DEEDS: [[&str; 3]; 32] = [
    ["yhteistyö", "samarbete", "cooperation"],
    ["vaihto", "utbyte", "exchange"],
    ["koulutus", "utbildning", "training"],
    ["verkosto", "nätverk", "network"],
    ["vierailu", "besök", "visit"],
    ["hanke", "projekt", "project"],
    ["kielitaito", "språkkunskaper", "language skills"],
    ["tapahtuma", "evenemang", "event"],
    ["vertailu", "jämförelse", "comparison"],
    ["kokeilu", "försök", "trial"],
    ["seminaari", "seminarium", "seminar"],
    ["harjoittelu", "praktik", "placement"],
    ["näyttely", "utställning", "exhibition"],
    ["kumppanuus", "partnerskap", "partnership"],
    ["selvitys", "utredning", "survey"],
    ["kilpailu", "tävling", "competition"],
    ["festivaali", "festival", "festival"],
    ["leiri", "läger", "camp"],
    ["työpaja", "verkstad", "workshop"],
    ["valmennus", "handledning", "coaching"],
    ["markkinointi", "marknadsföring", "marketing"],
    ["kielikahvila", "språkkafé", "language café"],
    ["konsertti", "konsert", "concert"],
    ["rekrytointi", "rekrytering", "recruitment"],
    ["opintomatka", "studieresa", "study tour"],
    ["mentorointi", "mentorskap", "mentoring"],
    ["kirjeenvaihto", "brevväxling", "correspondence"],
    ["taideleiri", "konstläger", "art camp"],
    ["hulevesien hallinta", "dagvattenhantering", "storm-water management"],
    ["satamayhteys", "hamnförbindelse", "harbour link"],
    ["talviuinti", "vinterbad", "winter swimming"],
    ["revontulimatkailu", "norrskensturism", "aurora tourism"],
];

/// What it is about.
const FIELDS: [[&str; 3]; 24] = [
    ["koulut", "skolor", "schools"],
    ["nuoriso", "ungdomar", "young people"],
    ["elinkeinot", "näringsliv", "business"],
    ["kulttuuri", "kultur", "culture"],
    ["ympäristö", "miljö", "environment"],
    ["kirjastot", "bibliotek", "libraries"],
    ["varhaiskasvatus", "småbarnspedagogik", "early education"],
    ["liikunta", "idrott", "sport"],
    ["kotoutuminen", "integration", "integration"],
    ["matkailu", "turism", "tourism"],
    ["liikenne", "trafik", "transport"],
    ["energia", "energi", "energy"],
    ["ikäihmiset", "äldre", "older people"],
    ["digitaaliset palvelut", "digitala tjänster", "digital services"],
    ["kaavoitus", "planläggning", "planning"],
    ["ruokapalvelut", "måltidstjänster", "food services"],
    ["museot", "museer", "museums"],
    ["pelastustoimi", "räddningstjänst", "rescue services"],
    ["jätehuolto", "avfallshantering", "waste management"],
    ["metsät", "skogar", "forests"],
    ["satamat", "hamnar", "harbours"],
    ["kirjallisuus", "litteratur", "literature"],
    ["tilastot", "statistik", "statistics"],
    ["arkistot", "arkiv", "archives"],
];

/// Where else.
const PLACES: [&str; 32] = [
    "Tarto",
    "Umeå",
    "Bergen",
    "Aarhus",
    "Riika",
    "Gdańsk",
    "Tromsø",
    "Vilna",
    "Malmö",
    "Odense",
    "Narva",
    "Luleå",
    "Bodø",
    "Kaunas",
    "Rostock",
    "Reykjavík",
    "Falun",
    "Pärnu",
    "Drammen",
    "Växjö",
    "Liepāja",
    "Akureyri",
    "Kolding",
    "Visby",
    "Alta",
    "Haapsalu",
    "Tórshavn",
    "Nuuk",
    "Sopot",
    "Hamar",
    "Šiauliai",
    "Mariehamn",
];

const SENTENCES: [[&str; 3]; 6] = [
    [
        "Kansainvälinen toiminta palvelee kunnan omia tavoitteita ja asukkaita",
        "Den internationella verksamheten tjänar kommunens egna mål och invånare",
        "International activity serves the municipality's own goals and its residents",
    ],
    [
        "Opit tuodaan kotiin ja otetaan käyttöön yksiköiden arjessa",
        "Lärdomarna tas hem och används i enheternas vardag",
        "What is learnt is brought home and used in the units' everyday work",
    ],
    [
        "Vaikutuksia seurataan vuosittain mittareilla ja yksiköiden lausumilla",
        "Verkningarna följs upp årligen med indikatorer och enheternas redogörelser",
        "Effects are followed every year by indicators and the statements of units",
    ],
    [
        "Osallistujia on kaikista ikäryhmistä ja kustannukset jaetaan kumppanien kesken",
        "Deltagarna kommer från alla åldersgrupper och kostnaderna delas mellan parterna",
        "Participants come from all ages and costs are shared among partners",
    ],
    [
        "Valmistelusta vastaa kansainvälisten asioiden yksikkö yhdessä toimialojen kanssa",
        "Enheten för internationella ärenden bereder tillsammans med sektorerna",
        "The international unit prepares it together with the sectors",
    ],
    [
        "Kokemukset kerätään raporttiin, joka esitellään lautakunnalle keväällä",
        "Erfarenheterna samlas i en rapport som läggs fram för nämnden på våren",
        "Experience is gathered in a report that the committee hears in spring",
    ],
];

/// A number that looks drawn, and is the same in every run.
fn drawn(seed: u64) -> u64 {
    // SplitMix64.
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// One of so many, evenly.
#[expect(clippy::cast_possible_truncation, reason = "far below 2^32")]
pub fn one_of(seed: u64, many: usize) -> usize {
    (drawn(seed) % (many.max(1) as u64)) as usize
}

/// One of a list; the n-th as often as one n-th of the first.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a place in a list"
)]
fn common<T: Copy>(seed: u64, list: &[T]) -> Option<T> {
    let even = (drawn(seed) >> 11) as f64 / (1_u64 << 53) as f64;
    let place = ((list.len() as f64 + 1.0).powf(even) - 1.0) as usize;
    list.get(place).or(list.last()).copied()
}

/// The same in three languages.
fn texts(make: impl Fn(usize) -> String) -> Value {
    json!({"fi": capital(&make(0)), "sv": capital(&make(1)), "en": capital(&make(2))})
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn word(words: Option<[&'static str; 3]>, language: usize) -> &'static str {
    words.and_then(|words| words.get(language).copied()).unwrap_or_default()
}

/// What the n-th thing of a kind is called; no two are called the same.
pub fn title(kind: u64, n: usize) -> Value {
    let seed = kind * 1_000_000 + n as u64;
    let (deed, field) = (common(seed * 3, &DEEDS), common(seed * 3 + 1, &FIELDS));
    let place = place(kind, n);
    texts(|language| format!("{}: {}, {place} {}", word(deed, language), word(field, language), n + 1))
}

pub fn place(kind: u64, n: usize) -> &'static str {
    common((kind * 1_000_000 + n as u64) * 3 + 2, &PLACES).unwrap_or_default()
}

/// Two sentences on it.
pub fn text(kind: u64, n: usize) -> Value {
    let seed = kind * 1_000_000 + n as u64;
    let (one, two) = (common(seed * 7, &SENTENCES), common(seed * 7 + 1, &SENTENCES));
    let about = common(seed * 7 + 2, &DEEDS);
    texts(|language| {
        format!(
            "{}. {}: {}.",
            word(one, language),
            capital(word(about, language)),
            word(two, language)
        )
    })
}

/// Words that people look for: each alone, and some by two.
pub fn looked_for() -> Vec<String> {
    let deeds = DEEDS.iter().step_by(3).flatten();
    let fields = FIELDS.iter().step_by(4).flatten();
    let places = PLACES.iter().step_by(3);
    let pairs = DEEDS
        .iter()
        .zip(&PLACES)
        .step_by(4)
        .map(|([fi, ..], place)| format!("{fi} {place}"));
    let alone = deeds.chain(fields).chain(places).map(|word| (*word).to_owned());
    alone.chain(pairs).collect()
}

/// The one that stands in more things than any other.
pub const COMMONEST: &str = "kansainvälinen";
