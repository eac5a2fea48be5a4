//! Our letters in Swedish.

use super::{Awaited, Template, listed};

impl Template<'_> {
    pub(super) fn swedish(&self) -> (String, String) {
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
            Self::RecoveryCodeUsed { left, link } => (
                "En återställningskod användes för att logga in i Samverka".to_owned(),
                format!(
                    "en av dina återställningskoder användes nyss i stället för en kod från din app. Koder kvar: \
                     {left}.\n\nDu kan skapa nya koder här:\n{link}\n\nOm det inte var du känner någon till ditt lösenord \
                     och dina koder: byt lösenord genast och skapa sedan nya koder."
                ),
            ),
            Self::SecondFactorReset { link } => (
                "Din tvåstegsinloggning i Samverka har tagits bort".to_owned(),
                format!(
                    "en administratör har tagit bort din tvåstegsinloggning, och du har loggats ut överallt. Du loggar in \
                     med enbart lösenord tills du tar den i bruk på nytt:\n{link}\n\nOm du inte bad om det: berätta det genast för \
                     din organisations administratör och byt lösenord."
                ),
            ),
            Self::WebhookDisabled {
                organisation,
                webhook,
                link,
            } => (
                format!("Webhooken {webhook} har inaktiverats: {organisation}"),
                format!(
                    "webhooken {webhook} ({organisation}) har inte tagit emot något på ungefär tre dagar, eller har svarat att den är \
                     borta för gott, och därför skickas inget mer till den. Det som inte kunde levereras sparas i 30 \
                     dagar.\n\nSe i loggen vad som hänt och aktivera webhooken när den fungerar igen:\n{link}"
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
            Self::StatementReminder(Awaited {
                unit,
                organisation,
                year,
                due_on,
                link,
            }) => (
                format!("Påminnelse: redogörelsen för {year}, {unit}"),
                format!(
                    "enheten {unit} ({organisation}) ska lämna en redogörelse för {year} om hur det internationella \
                     arbetet har använts för att utveckla verksamheten. Sista dagen är {due_on}.\n\nSkriv och lämna in \
                     redogörelsen:\n{link}"
                ),
            ),
            Self::StatementOverdue(Awaited {
                unit,
                organisation,
                year,
                due_on,
                link,
            }) => (
                format!("Försenad: redogörelsen för {year}, {unit}"),
                format!(
                    "enheten {unit} ({organisation}) skulle senast {due_on} ha lämnat sin redogörelse för {year} om hur \
                     det internationella arbetet har använts för att utveckla verksamheten. Den har inte lämnats \
                     in.\n\nRedogörelsen:\n{link}\n\nEftersom dagen har passerat går brevet till de närmast ansvariga \
                     ovanför dem som skriver redogörelsen också."
                ),
            ),
            Self::Completeness {
                organisation,
                matters,
                link,
            } => (
                format!("Det här väntar på dig: {organisation}"),
                format!(
                    "det här väntar på dig i {organisation}.\n\n{}\n\nHela listan:\n{link}",
                    listed(matters, |figure| match figure {
                        "statements_owed" => "Redogörelser som saknas",
                        "values_owed" => "Indikatorer utan värde för de senaste tolv månaderna",
                        "stale_owners" => "Sådant vars enhet har upphört eller vars ägare har slutat",
                        "untouched" => "Öppet, men inte ändrat på ett år",
                        _ => "Öppet fast perioden är slut",
                    })
                ),
            ),
        }
    }
}
