//! The words of a report, in Finnish, Swedish and English. Swedish has two faces: that of Finland and that of Sweden.

use jiff::civil::Date;
use platform::values::{Currency, Exactness, Language};
use rust_decimal::Decimal;

use super::{
    figure::{Counts, Figure, Unit},
    parts::PartKey,
};

/// A reader's language, and the country whose Swedish is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    pub language: Language,
    pub country: String,
}

/// A word in Finnish, Swedish, English.
type Word = (&'static str, &'static str, &'static str);

/// A gap that a line may not be broken at.
const GAP: char = '\u{a0}';

impl Voice {
    pub fn new(language: Language, country: &str) -> Self {
        Self {
            language,
            country: country.to_owned(),
        }
    }

    fn in_sweden(&self) -> bool {
        self.country == "SE"
    }

    /// The language with its country, as documents declare it.
    pub fn tag(&self) -> &'static str {
        match (self.language, self.in_sweden()) {
            (Language::Fi, _) => "fi",
            (Language::Sv, true) => "sv-SE",
            (Language::Sv, false) => "sv-FI",
            (Language::En, _) => "en",
        }
    }

    fn say(&self, (fi, sv, en): Word) -> &'static str {
        match self.language {
            Language::Fi => fi,
            Language::Sv => sv,
            Language::En => en,
        }
    }

    /// Like `say`, where Sweden has a word of its own.
    fn say_in(&self, word: Word, in_sweden: &'static str) -> &'static str {
        if self.language == Language::Sv && self.in_sweden() {
            in_sweden
        } else {
            self.say(word)
        }
    }

    pub fn title(&self, year: i16) -> String {
        match self.language {
            Language::Fi => format!("Kansainvälisen toiminnan vuosiseuranta {year}"),
            Language::Sv => format!("Årlig uppföljning av det internationella arbetet {year}"),
            Language::En => format!("Yearly follow-up of international work {year}"),
        }
    }

    pub fn part(&self, part: PartKey) -> &'static str {
        self.say(match part {
            PartKey::Projects => (
                "a) EU-hankkeet, muut kansainväliset hankkeet ja jätetyt hakemukset",
                "a) EU-projekt, andra internationella projekt och inlämnade ansökningar",
                "a) EU projects, other international projects and applications submitted",
            ),
            PartKey::OtherWork => (
                "b) Muu kansainvälinen toiminta",
                "b) Övrigt internationellt arbete",
                "b) Other international work",
            ),
            PartKey::Effects => (
                "c) Konkreettiset vaikutukset",
                "c) Konkreta effekter",
                "c) Concrete effects",
            ),
        })
    }

    /// What a figure counts; sums of money say their currency.
    pub fn label(&self, figure: &Figure) -> String {
        let label = self.counted(figure.counts);
        match figure.unit {
            Unit::Money(currency) => format!("{label}, {}", currency.code()),
            _ => label.to_owned(),
        }
    }

    /// The heading above the rows of a figure.
    pub fn counted(&self, counts: Counts) -> &'static str {
        self.say(match counts {
            Counts::StatementCoverage => {
                return self.say_in(
                    (
                        "Selvitysten kattavuus",
                        "Redogörelsernas täckning",
                        "Coverage of statements",
                    ),
                    "Träffbild: andel enheter som lämnat redogörelse",
                );
            }
            Counts::StatementsOwed => (
                "Yksiköiltä odotetut selvitykset",
                "Redogörelser som enheterna ska lämna",
                "Statements owed by units",
            ),
            Counts::StatementsSubmitted => ("Annetut selvitykset", "Inlämnade redogörelser", "Statements submitted"),
            Counts::StaffExchangeParticipants => (
                "Henkilöstövaihtoon osallistuneet",
                "Deltagare i personalutbyte",
                "Participants of staff exchanges",
            ),
            Counts::EuProjects => (
                "Käynnissä olevat EU-hankkeet",
                "Pågående EU-projekt",
                "EU projects under way",
            ),
            Counts::OtherInternationalProjects => (
                "Muut käynnissä olevat kansainväliset hankkeet",
                "Andra pågående internationella projekt",
                "Other international projects under way",
            ),
            Counts::ProjectCosts => (
                "Käynnissä olevien hankkeiden kokonaiskustannukset",
                "De pågående projektens totalkostnad",
                "Total cost of projects under way",
            ),
            Counts::ApplicationsSubmitted => ("Jätetyt hakemukset", "Inlämnade ansökningar", "Applications submitted"),
            Counts::ApplicationsApproved => ("Niistä hyväksytyt", "Varav beviljade", "Approved among them"),
            Counts::AmountsApplied => ("Haettu rahoitus", "Sökt finansiering", "Funding applied for"),
            Counts::AmountsGranted => ("Myönnetty rahoitus", "Beviljad finansiering", "Funding granted"),
            Counts::Activities => (
                "Vierailut, tapahtumat ja muu toiminta",
                "Besök, evenemang och annan verksamhet",
                "Visits, events and other activities",
            ),
            Counts::ActivityParticipants => ("Niihin osallistuneet", "Deltagare i dem", "Participants of these"),
            Counts::StaffExchanges => ("Henkilöstövaihdot", "Personalutbyten", "Staff exchanges"),
            Counts::PupilExchanges => ("Oppilasvaihdot", "Elevutbyten", "Pupil exchanges"),
            Counts::PupilExchangeParticipants => (
                "Oppilasvaihtoon osallistuneet",
                "Deltagare i elevutbyte",
                "Participants of pupil exchanges",
            ),
            Counts::TeacherExchanges => ("Opettajavaihdot", "Lärarutbyten", "Teacher exchanges"),
            Counts::TeacherExchangeParticipants => (
                "Opettajavaihtoon osallistuneet",
                "Deltagare i lärarutbyte",
                "Participants of teacher exchanges",
            ),
            Counts::ActivityCosts => (
                "Toiminnan ja vaihtojen kustannukset",
                "Verksamhetens och utbytenas kostnader",
                "Cost of activities and exchanges",
            ),
            Counts::NetworkMemberships => (
                "Verkostojäsenyydet ja edustustot",
                "Medlemskap i nätverk och representationer",
                "Memberships of networks and representations",
            ),
            Counts::NetworkFees => (
                "Jäsenmaksut vuodessa",
                "Medlemsavgifter per år",
                "Membership fees a year",
            ),
            Counts::TwinTowns => ("Ystävyyskaupungit", "Vänorter", "Twin towns"),
            Counts::Goals => (
                "Voimassa olleet tavoitteet",
                "Mål som gällde under året",
                "Goals of the year",
            ),
            Counts::GoalsWithIndicators => (
                "Tavoitteet, joilla on mittari",
                "Mål med indikator",
                "Goals with an indicator",
            ),
            Counts::GoalsWithValues => (
                "Tavoitteet, joista on tämän vuoden arvo",
                "Mål med årets värde",
                "Goals with a value of the year",
            ),
            Counts::IndicatorValues => ("Mittarien arvot", "Indikatorernas värden", "Values of indicators"),
            Counts::Learnings => (
                "Mitä toiminnasta opittiin",
                "Vad verksamheten lärde oss",
                "What was learnt from activities",
            ),
            Counts::ResidentBenefits => ("Hyöty asukkaille", "Nytta för invånarna", "Benefit to residents"),
        })
    }

    /// A column of a table.
    pub fn column(&self, column: Column) -> &'static str {
        self.say(match column {
            Column::Title => ("Nimi", "Namn", "Name"),
            Column::Unit => ("Yksikkö", "Enhet", "Unit"),
            Column::BelongsTo => ("Ohjelma tai tavoite", "Program eller mål", "Programme or goal"),
            Column::Kind => ("Laji", "Slag", "Kind"),
            Column::Role => ("Rooli", "Roll", "Role"),
            Column::State => ("Vaihe", "Skede", "Stage"),
            Column::Status => ("Tila", "Status", "Status"),
            Column::Period => ("Ajankohta", "Tid", "Period"),
            Column::SubmittedOn => ("Jätetty", "Inlämnad", "Submitted"),
            Column::Organisation => (
                "Rahoittaja, haku tai organisaatio",
                "Finansiär, utlysning eller organisation",
                "Funder, call or organisation",
            ),
            Column::Place => ("Paikka", "Plats", "Place"),
            Column::Country => ("Maa", "Land", "Country"),
            Column::Participants => ("Osallistujia", "Deltagare", "Participants"),
            Column::Cost => ("Kustannus", "Kostnad", "Cost"),
            Column::Applied => ("Haettu", "Sökt", "Applied for"),
            Column::Granted => ("Myönnetty", "Beviljat", "Granted"),
            Column::Fee => ("Jäsenmaksu", "Medlemsavgift", "Fee"),
            Column::MeasuredPeriod => ("Jakso", "Period", "Period"),
            Column::Value => ("Arvo", "Värde", "Value"),
            Column::Target => ("Tavoitearvo", "Målnivå", "Target"),
            Column::Evidence => ("Perustelu", "Grund", "Evidence"),
            Column::Text => ("Kuvaus", "Beskrivning", "Description"),
        })
    }

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

    /// A whole or broken number, with the language's separators.
    pub fn number(&self, number: Decimal) -> String {
        let text = number.to_string();
        let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
        let (whole, broken) = text.split_once('.').unwrap_or((text, ""));
        let (between, point) = if self.language == Language::En {
            (',', '.')
        } else {
            (GAP, ',')
        };
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push(between);
            }
            grouped.push(digit);
        }
        if broken.is_empty() {
            format!("{sign}{grouped}")
        } else {
            format!("{sign}{grouped}{point}{broken}")
        }
    }

    pub fn money(&self, amount: Decimal, currency: Currency) -> String {
        let number = self.number(format!("{amount:.2}").parse().unwrap_or(amount));
        format!("{number}{GAP}{}", currency.code())
    }

    /// A figure's value with its unit, and "at least" where the sources say no more.
    pub fn value(&self, figure: &Figure) -> String {
        let number = match figure.unit {
            Unit::Money(currency) => self.money(figure.value, currency),
            Unit::Percent => format!("{}{GAP}%", self.number(figure.value.normalize())),
            Unit::Rows | Unit::People => self.number(figure.value.normalize()),
        };
        self.inexact(&number, figure.exactness)
    }

    pub fn inexact(&self, number: &str, exactness: Exactness) -> String {
        match exactness {
            Exactness::Exact => number.to_owned(),
            Exactness::AtLeast => format!("{} {number}", self.say(("vähintään", "minst", "at least"))),
            Exactness::About => format!("{} {number}", self.say(("noin", "ungefär", "about"))),
        }
    }

    /// A day as the reader's country writes it.
    pub fn day(&self, day: Date) -> String {
        match self.language {
            Language::Sv if self.in_sweden() => day.to_string(),
            Language::En => day.strftime("%-d %B %Y").to_string(),
            _ => format!("{}.{}.{}", day.day(), day.month(), day.year()),
        }
    }

    pub fn period(&self, from: Date, to: Option<Date>) -> String {
        format!("{}–{}", self.day(from), to.map(|t| self.day(t)).unwrap_or_default())
    }

    /// The language's own name for a language, for texts that are not in the reader's.
    pub fn in_language(&self, language: Language) -> &'static str {
        self.say(match language {
            Language::Fi => ("suomeksi", "på finska", "in Finnish"),
            Language::Sv => ("ruotsiksi", "på svenska", "in Swedish"),
            Language::En => ("englanniksi", "på engelska", "in English"),
        })
    }

    pub fn phrase(&self, phrase: Phrase) -> &'static str {
        match phrase {
            Phrase::WholeGroup => self.say((
                "Koko kuntakonserni",
                "Hela kommunkoncernen",
                "The whole municipal group",
            )),
            Phrase::Draft => self.say_in(
                (
                    "LUONNOS – ei lukittu, luvut voivat vielä muuttua",
                    "UTKAST – inte låst, siffrorna kan ännu ändras",
                    "DRAFT – not locked, figures may still change",
                ),
                "UTKAST – inte låst, siffrorna kan fortfarande ändras",
            ),
            Phrase::Locked => self.say(("Lukittu", "Låst", "Locked")),
            Phrase::Status => self.say(("Tila", "Status", "Status")),
            Phrase::Drafted => self.say(("Luvut koottu", "Siffrorna sammanställda", "Figures put together")),
            Phrase::About => self.say(("Raportoi", "Gäller", "About")),
            Phrase::Positions => self.say((
                "Rekisterien tilanne (kirjausketjun kohta)",
                "Registrens läge (position i journalen)",
                "State of the registers (journal position)",
            )),
            Phrase::Figures => self.say(("Luvut", "Siffror", "Figures")),
            Phrase::Notes => self.say(("Näin on laskettu", "Så här är det räknat", "How it was counted")),
            Phrase::Nothing => self.say((
                "Ei merkintöjä tältä vuodelta.",
                "Inga uppgifter för året.",
                "Nothing was recorded for the year.",
            )),
            Phrase::Page => self.say((
                "Sivu {page} / {pages}",
                "Sida {page} av {pages}",
                "Page {page} of {pages}",
            )),
            Phrase::Year => self.say(("Vuosi", "År", "Year")),
        }
    }

    /// How the figures are counted, a paragraph each.
    pub fn notes(&self) -> [&'static str; 4] {
        [
            self.say((
                "Hanke on käynnissä vuonna, jos sen kestoon kuuluu vuoden päivä ja sille on myönnetty rahoitus tai se ei tarvitse sitä. Hakemus kuuluu vuoteen, jona se jätettiin.",
                "Ett projekt pågår ett år om någon dag av året ingår i dess tid och det har beviljats finansiering eller inte behöver någon. En ansökan hör till det år då den lämnades in.",
                "A project is under way in a year when a day of the year lies in its period and its funding was granted or it needs none. An application belongs to the year in which it was submitted.",
            )),
            self.say((
                "Toiminta ja verkostojäsenyys kuuluvat jokaiseen vuoteen, jona ne ovat voimassa. Osallistujamäärä on merkittyjen lukujen summa; jos yksikin luku on vähimmäisluku, summakin on.",
                "En aktivitet och ett medlemskap hör till varje år de pågår. Deltagarantalet är summan av de uppgivna talen; är något av dem ett minimum är också summan det.",
                "An activity and a membership belong to every year in which they go on. Participants are the sum of the numbers recorded; where one of them is a minimum, so is the sum.",
            )),
            self.say((
                "Rahamäärät lasketaan yhteen valuutoittain eikä niitä muunneta.",
                "Belopp summeras per valuta och räknas inte om.",
                "Amounts are added up by currency and are not converted.",
            )),
            self.say((
                "Yksikön raporttiin kuuluvat myös sen alaiset yksiköt.",
                "I en enhets uppföljning ingår också enheterna under den.",
                "The report of a unit includes the units below it.",
            )),
        ]
    }
}

/// What tables show of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Title,
    Unit,
    BelongsTo,
    Kind,
    Role,
    State,
    Status,
    Period,
    SubmittedOn,
    Organisation,
    Place,
    Country,
    Participants,
    Cost,
    Applied,
    Granted,
    Fee,
    MeasuredPeriod,
    Value,
    Target,
    Evidence,
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    WholeGroup,
    Draft,
    Locked,
    Status,
    Drafted,
    About,
    Positions,
    Figures,
    Notes,
    Nothing,
    Page,
    Year,
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn voice(language: Language, country: &str) -> Voice {
        Voice::new(language, country)
    }

    #[test]
    fn days_are_written_as_the_readers_country_writes_them() {
        let day = date(2026, 11, 2);
        assert_eq!(voice(Language::Fi, "FI").day(day), "2.11.2026");
        assert_eq!(voice(Language::Sv, "FI").day(day), "2.11.2026");
        assert_eq!(voice(Language::Sv, "SE").day(day), "2026-11-02");
        assert_eq!(voice(Language::En, "SE").day(day), "2 November 2026");
    }

    #[test]
    fn numbers_have_the_languages_separators_and_money_its_currency() {
        let amount = Decimal::new(10_000_000, 2);
        assert_eq!(
            voice(Language::Fi, "FI").money(amount, Currency::Eur),
            "100\u{a0}000,00\u{a0}EUR"
        );
        assert_eq!(
            voice(Language::En, "FI").money(amount, Currency::Eur),
            "100,000.00\u{a0}EUR"
        );
        assert_eq!(voice(Language::En, "FI").number(Decimal::from(999)), "999");
        assert_eq!(voice(Language::Fi, "FI").number(Decimal::from(-1234)), "−1\u{a0}234");
    }

    #[test]
    fn at_least_is_said_in_every_language() {
        for (language, said) in [
            (Language::Fi, "vähintään 60"),
            (Language::Sv, "minst 60"),
            (Language::En, "at least 60"),
        ] {
            assert_eq!(voice(language, "FI").inexact("60", Exactness::AtLeast), said);
        }
    }

    #[test]
    fn swedish_has_two_faces() {
        let (finland, sweden) = (voice(Language::Sv, "FI"), voice(Language::Sv, "SE"));
        assert_eq!(finland.counted(Counts::StatementCoverage), "Redogörelsernas täckning");
        assert_eq!(
            sweden.counted(Counts::StatementCoverage),
            "Träffbild: andel enheter som lämnat redogörelse"
        );
        assert_eq!((finland.tag(), sweden.tag()), ("sv-FI", "sv-SE"));
    }
}
