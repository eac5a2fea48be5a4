//! What figures count, as headings and labels.

use super::Voice;
use crate::followup::figure::{Counts, Figure, Unit};

impl Voice {
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
                "Statements due from units",
            ),
            Counts::StatementsSubmitted => ("Annetut selvitykset", "Inlämnade redogörelser", "Statements submitted"),
            Counts::StaffExchangeParticipants => (
                "Henkilöstövaihtoon osallistuneet",
                "Deltagare i personalutbyte",
                "Participants in staff exchanges",
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
            Counts::ApplicationsApproved => ("Niistä hyväksytyt", "Varav beviljade", "of which approved"),
            Counts::AmountsApplied => ("Haettu rahoitus", "Sökt finansiering", "Funding applied for"),
            Counts::AmountsGranted => ("Myönnetty rahoitus", "Beviljad finansiering", "Funding granted"),
            Counts::Activities => (
                "Vierailut, tapahtumat ja muu toiminta",
                "Besök, evenemang och annan verksamhet",
                "Visits, events and other activities",
            ),
            Counts::ActivityParticipants => ("Niihin osallistuneet", "Deltagare i dem", "Participants in these"),
            Counts::StaffExchanges => ("Henkilöstövaihdot", "Personalutbyten", "Staff exchanges"),
            Counts::PupilExchanges => ("Oppilasvaihdot", "Elevutbyten", "Pupil exchanges"),
            Counts::PupilExchangeParticipants => (
                "Oppilasvaihtoon osallistuneet",
                "Deltagare i elevutbyte",
                "Participants in pupil exchanges",
            ),
            Counts::TeacherExchanges => ("Opettajavaihdot", "Lärarutbyten", "Teacher exchanges"),
            Counts::TeacherExchangeParticipants => (
                "Opettajavaihtoon osallistuneet",
                "Deltagare i lärarutbyte",
                "Participants in teacher exchanges",
            ),
            Counts::ActivityCosts => (
                "Toiminnan ja vaihtojen kustannukset",
                "Verksamhetens och utbytenas kostnader",
                "Cost of activities and exchanges",
            ),
            Counts::NetworkMemberships => (
                "Verkostojäsenyydet ja edustustot",
                "Medlemskap i nätverk och representationskontor",
                "Network and representation-office memberships",
            ),
            Counts::NetworkFees => (
                "Jäsenmaksut vuodessa",
                "Medlemsavgifter per år",
                "Membership fees a year",
            ),
            Counts::TwinTowns => ("Ystävyyskunnat", "Vänorter", "Twin towns"),
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
                "Goals with a value for the year",
            ),
            Counts::IndicatorValues => ("Mittarien arvot", "Indikatorernas värden", "Values of indicators"),
            Counts::Learnings => (
                "Mitä toiminnasta opittiin",
                "Vad verksamheten lärde oss",
                "What was learned from activities",
            ),
            Counts::ResidentBenefits => ("Hyöty asukkaille", "Nytta för invånarna", "Benefit to residents"),
        })
    }
}
