//! Whole phrases, and how the figures were counted.

use super::Voice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    WholeGroup,
    WholeOrganisation,
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

impl Voice {
    pub fn phrase(&self, phrase: Phrase) -> &'static str {
        match phrase {
            Phrase::WholeGroup => self.say((
                "Koko kuntakonserni",
                "Hela kommunkoncernen",
                "The whole municipal group",
            )),
            Phrase::WholeOrganisation => {
                self.say(("Koko organisaatio", "Hela organisationen", "The whole organisation"))
            }
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
            Phrase::About => self.say(("Koskee", "Gäller", "About")),
            Phrase::Positions => self.say((
                "Tietojen tilanne (muutoslokin kohta)",
                "Uppgifternas läge (plats i ändringsloggen)",
                "State of the data (position in the change log)",
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
