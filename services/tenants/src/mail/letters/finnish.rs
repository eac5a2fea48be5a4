//! Our letters in Finnish.

use super::{Awaited, Template, listed};

impl Template<'_> {
    pub(super) fn finnish(&self) -> (String, String) {
        match self {
            Self::Invitation { organisation, link } => (
                format!("Kutsu Samverkaan: {organisation}"),
                format!(
                    "sinut on kutsuttu käyttämään Samverkaa organisaatiossa {organisation}.\n\nHyväksy kutsu 14 päivän \
                     kuluessa:\n{link}\n\nJos et odottanut kutsua, sinun ei tarvitse tehdä mitään."
                ),
            ),
            Self::PasswordReset { link } => (
                "Uusi salasana Samverkaan".to_owned(),
                format!(
                    "voit valita uuden salasanan tunnin kuluessa:\n{link}\n\nJos et pyytänyt tätä, sinun ei tarvitse \
                     tehdä mitään: vanha salasanasi on voimassa."
                ),
            ),
            Self::RecoveryCodeUsed { left, link } => (
                "Samverkaan kirjauduttiin palautuskoodilla".to_owned(),
                format!(
                    "palautuskoodiasi käytettiin juuri sovelluksesi koodin sijasta. Koodeja on jäljellä: \
                     {left}.\n\nVoit luoda uudet koodit täällä:\n{link}\n\nJos et ollut itse asialla, joku tietää \
                     salasanasi ja koodisi: vaihda salasana heti ja luo sitten uudet koodit."
                ),
            ),
            Self::SecondFactorReset { link } => (
                "Kaksivaiheinen kirjautumisesi Samverkaan on poistettu".to_owned(),
                format!(
                    "pääkäyttäjä on poistanut kaksivaiheisen kirjautumisesi, ja sinut on kirjattu ulos kaikkialta. \
                     Kirjaudut pelkällä salasanalla, kunnes otat sen uudelleen käyttöön:\n{link}\n\nJos et pyytänyt tätä, kerro siitä \
                     heti organisaatiosi pääkäyttäjälle ja vaihda salasanasi."
                ),
            ),
            Self::WebhookDisabled {
                organisation,
                webhook,
                link,
            } => (
                format!("Webhook {webhook} on poistettu käytöstä: {organisation}"),
                format!(
                    "webhook {webhook} ei ole ottanut mitään vastaan noin kolmeen päivään tai on vastannut poistuneensa, eikä sille enää \
                     lähetetä mitään. Toimittamatta jäänyt säilyy 30 päivää.\n\nKatso loki ja ota se käyttöön, kun se taas toimii:\n{link}"
                ),
            ),
            Self::RequestReceived { organisation } => (
                format!("Pyyntö on vastaanotettu: {organisation}"),
                format!(
                    "olemme saaneet pyynnön ottaa Samverka käyttöön organisaatiossa {organisation}. Saat vastauksen sähköpostitse."
                ),
            ),
            Self::RequestRejected { organisation, reason } => (
                format!("Pyyntöä ei hyväksytty: {organisation}"),
                format!(
                    "pyyntöä ottaa Samverka käyttöön organisaatiossa {organisation} ei hyväksytty.\n\nPerustelu: {reason}"
                ),
            ),
            Self::StatementReminder(Awaited {
                unit,
                organisation,
                year,
                due_on,
                link,
            }) => (
                format!("Muistutus: vuoden {year} selvitys, {unit}"),
                format!(
                    "yksiköltä {unit} ({organisation}) odotetaan vuoden {year} selvitystä siitä, miten kansainvälistä \
                     työtä on käytetty toiminnan kehittämiseen. Määräpäivä on {due_on}.\n\nKirjoita ja anna \
                     selvitys:\n{link}"
                ),
            ),
            Self::StatementOverdue(Awaited {
                unit,
                organisation,
                year,
                due_on,
                link,
            }) => (
                format!("Myöhässä: vuoden {year} selvitys, {unit}"),
                format!(
                    "yksikön {unit} ({organisation}) vuoden {year} selvitys siitä, miten kansainvälistä työtä on käytetty \
                     toiminnan kehittämiseen, piti antaa viimeistään {due_on}. Sitä ei ole annettu.\n\nSelvitys:\n{link}\n\n\
                     Koska määräpäivä on ohi, kirje menee selvityksen kirjoittajien lisäksi heistä seuraaville vastuullisille."
                ),
            ),
            Self::Completeness {
                organisation,
                matters,
                link,
            } => (
                format!("Tämä odottaa sinua: {organisation}"),
                format!(
                    "nämä odottavat sinua organisaatiossa {organisation}.\n\n{}\n\nKoko luettelo:\n{link}",
                    listed(matters, |figure| match figure {
                        "statements_owed" => "Selvitykset, jotka puuttuvat",
                        "values_owed" => "Mittarit, joilla ei ole arvoa viimeisten kahdentoista kuukauden ajalta",
                        "stale_owners" => "Asiat, joiden yksikkö on lakannut tai joiden omistaja on lähtenyt",
                        "untouched" => "Avoinna, eikä muutettu vuoteen",
                        _ => "Avoinna, vaikka kausi on päättynyt",
                    })
                ),
            ),
        }
    }
}
