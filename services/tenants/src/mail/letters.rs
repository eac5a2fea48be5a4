//! What our letters say, in the language of whom they are for.

use platform::{mail::Letter, values::Language};

/// A letter to be written.
#[derive(Clone, Debug)]
pub enum Template<'a> {
    /// Somebody was asked to join an organisation.
    Invitation { organisation: &'a str, link: &'a str },
    /// Somebody forgot the password.
    PasswordReset { link: &'a str },
    /// A request for a subscription came in.
    RequestReceived { organisation: &'a str },
    /// A request for a subscription was turned down.
    RequestRejected { organisation: &'a str, reason: &'a str },
}

impl Template<'_> {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::PasswordReset { .. } => "password_reset",
            Self::RequestReceived { .. } => "request_received",
            Self::RequestRejected { .. } => "request_rejected",
        }
    }

    pub fn write(&self, to: &str, name: &str, language: Language) -> Letter {
        let (subject, text) = match language {
            Language::Fi => self.finnish(),
            Language::Sv => self.swedish(),
            Language::En => self.english(),
        };
        let greeting = match language {
            Language::Fi => "Hei",
            Language::Sv => "Hej",
            Language::En => "Hello",
        };
        Letter {
            to: to.to_owned(),
            subject,
            body: format!("{greeting} {name},\n\n{text}\n\nSamverka\n"),
        }
    }

    fn finnish(&self) -> (String, String) {
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
        }
    }

    fn swedish(&self) -> (String, String) {
        match self {
            Self::Invitation { organisation, link } => (
                format!("Inbjudan till Samverka: {organisation}"),
                format!(
                    "du är inbjuden att använda Samverka i {organisation}.\n\nTacka ja inom 14 dagar:\n{link}\n\nOm du \
                     inte väntade dig någon inbjudan behöver du inte göra något."
                ),
            ),
            Self::PasswordReset { link } => (
                "Nytt lösenord till Samverka".to_owned(),
                format!(
                    "du kan välja ett nytt lösenord inom en timme:\n{link}\n\nOm du inte bad om det behöver du inte göra \
                     något: ditt gamla lösenord gäller."
                ),
            ),
            Self::RequestReceived { organisation } => (
                format!("Vi har tagit emot begäran: {organisation}"),
                format!("vi har fått begäran om att ta Samverka i bruk i {organisation}. Du får svar med e-post."),
            ),
            Self::RequestRejected { organisation, reason } => (
                format!("Begäran godkändes inte: {organisation}"),
                format!("begäran om att ta Samverka i bruk i {organisation} godkändes inte.\n\nMotivering: {reason}"),
            ),
        }
    }

    fn english(&self) -> (String, String) {
        match self {
            Self::Invitation { organisation, link } => (
                format!("Invitation to Samverka: {organisation}"),
                format!(
                    "you are invited to use Samverka in {organisation}.\n\nAccept within 14 days:\n{link}\n\nIf you did \
                     not expect this, there is nothing you need to do."
                ),
            ),
            Self::PasswordReset { link } => (
                "A new password for Samverka".to_owned(),
                format!(
                    "you can choose a new password within an hour:\n{link}\n\nIf you did not ask for this, there is \
                     nothing you need to do: your old password holds."
                ),
            ),
            Self::RequestReceived { organisation } => (
                format!("Your request has arrived: {organisation}"),
                format!(
                    "we have received the request to use Samverka in {organisation}. You will get an answer by mail."
                ),
            ),
            Self::RequestRejected { organisation, reason } => (
                format!("Your request was not approved: {organisation}"),
                format!("the request to use Samverka in {organisation} was not approved.\n\nReason: {reason}"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_written_in_every_language_and_holds_its_link() {
        for language in Language::ALL {
            let letter = Template::PasswordReset {
                link: "https://x.example/y",
            }
            .write("a@b.example", "Ada", language);
            assert!(letter.body.contains("https://x.example/y") && letter.body.contains("Ada"));
            assert!(!letter.subject.is_empty());
        }
    }
}
