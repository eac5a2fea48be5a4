//! The columns of the tables.

use super::Voice;

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

impl Voice {
    /// A column of a table.
    pub fn column(&self, column: Column) -> &'static str {
        self.say(match column {
            Column::Title => ("Nimi", "Namn", "Name"),
            Column::Unit => ("Yksikkö", "Enhet", "Unit"),
            Column::BelongsTo => ("Ohjelma tai tavoite", "Program eller mål", "Programme or goal"),
            Column::Kind => ("Laji", "Typ", "Kind"),
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
}
