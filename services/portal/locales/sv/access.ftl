# Signing in, passwords, invitations.
sign-in-title = Logga in
sign-in-lead = Samverka samlar mål, projekt och resultat för kommunens internationella och horisontella arbete.
sign-in-submit = Logga in
sign-in-forgotten = Har du glömt lösenordet?
sign-in-no-account = Beställ Samverka för din organisation
email = E-post
password = Lösenord
new-password = Nytt lösenord
new-password-hint = Minst 12 tecken. En mening på några ord är ett bra lösenord.
forgotten-password-title = Glömt lösenord
forgotten-password-lead = Skriv din e-postadress, så skickar vi en länk med vilken du kan välja ett nytt lösenord.
forgotten-password-submit = Skicka länken
reset-password-title = Välj ett nytt lösenord
reset-password-submit = Byt lösenord
reset-password-again = Begär en ny länk
invitation-title = Du är inbjuden
invitation-known = Du har redan ett konto i tjänsten. Anslut dig med ditt nuvarande lösenord.
invitation-new = Skriv ditt namn och välj ett lösenord, så kommer du in genast.
invitation-submit = Ta emot inbjudan
own-name = Ditt namn
own-language = Språk
own-colours = Färger

# Organisation, profile, sign-ins.
organisations-title = Vilken organisation arbetar du för?
organisations-lead = Du kan byta organisation när som helst högst upp på sidan.
organisations-none = Du är just nu inte med i någon organisation. Be organisationens administratör om en inbjudan.
organisations-current = vald nu
profile-title = Min profil
profile-lead = Språk och färger gäller på alla enheter där du loggar in.
sessions-title = Inloggningar
sessions-lead = Här ser du var du är inloggad. Avsluta en inloggning som du inte känner igen och byt sedan lösenord.
session-device = Enhet
session-unknown-device = Okänd enhet
session-began = Inloggad
session-seen = Senast använd
session-current = den här enheten
session-end = Avsluta

# Asking for a subscription and deciding on it.
sign-up-title = Beställ Samverka för din organisation
sign-up-lead = Berätta vilken organisation det gäller och vem vi kan kontakta. Du får svar per e-post.
sign-up-organisation = Organisation
sign-up-contact = Kontaktperson
sign-up-message = Meddelande
sign-up-submit = Skicka beställningen
country = Land
organisation-kind = Typ av organisation
organisation-name = Organisationens namn
organisation-code = Officiell kod
organisation-code-hint = Till exempel kommunkod 0114
thank-you-title = Tack för beställningen
thank-you-lead = Din beställning är mottagen. Så här går det vidare:
thank-you-review = Beställningen granskas.
thank-you-invitation = Kontaktpersonen får en inbjudan per e-post för att komma in.
thank-you-trial = Provperioden börjar, och ni kan bjuda in andra.
thank-you-sign-in = Till inloggningen
requests-title = Beställningar
requests-lead = Organisationer som vill börja använda Samverka.
requests-none = Inga beställningar.
requests-count = { $count ->
   [one] { $count } beställning
   *[other] { $count } beställningar
}
requests-back = Alla beställningar
request-approve = Godkänn
request-approve-lead = Godkännandet öppnar en provperiod och skickar en inbjudan till kontaktpersonen.
request-note = Anteckning
request-reject = Avslå
request-approved = Beställningen är godkänd
request-link = Inbjudan är skickad per e-post. Du kan också själv ge den här länken. Den visas bara nu.
request-invitation = Den första administratörens inbjudan
request-invite-again = Skicka inbjudan på nytt
request-invite-again-lead = När brevet med inbjudan har kommit bort: kontaktpersonen får en ny länk per e-post.
request-invite-again-confirm = Den tidigare länken slutar att gälla, och en ny inbjudan skickas.
request-invited-again = Inbjudan är skickad på nytt
contact = Kontaktperson
requested-at = Beställd
trial-until = Provperioden slutar
