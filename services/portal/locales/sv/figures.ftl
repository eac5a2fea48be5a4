# Tal över många organisationer.
national-title = Gemensamma tal
national-lead = Summor över de organisationer som delar sina tal med er. Bara publicerade tal visas, och ett publicerat tal ändras aldrig.
national-caption = Publicerade tal per mått och år
national-back = Gemensamma tal
measure = Mått
measure-projects_under_way = Pågående projekt
measure-eu_funding_granted_eur = Beviljad EU-finansiering, euro
measure-eu_funding_granted_sek = Beviljad EU-finansiering, svenska kronor
measure-network_memberships = Medlemskap i nätverk
measure-activities = Besök, utbyten och andra aktiviteter
measure-participants = Deltagare i aktiviteter
measure-goals_with_indicator = Mål med indikator
figure = Tal
figure-not-shown = Visas inte
figure-not-released = Inte publicerat
coverage-band = Täckning
coverage-band-under_10 = färre än 10 organisationer
coverage-band-10_to_24 = 10–24 organisationer
coverage-band-25_to_49 = 25–49 organisationer
coverage-band-50_to_99 = 50–99 organisationer
coverage-band-100_to_199 = 100–199 organisationer
coverage-band-200_or_more = minst 200 organisationer
releases-title = Vad som har publicerats
releases-none = Inget har publicerats ännu.
released-at = Publicerat
withdrawn-at = Tillbakadraget
release-state-released = publicerat
release-state-withheld = visas inte
release-state-withdrawn = tillbakadraget
release-new-title = Publicera ett tal
release-new-lead = Talet räknas en gång, av dem som nu delar det, och är slutligt: det ändras inte när någon ansluter sig, lämnar eller rättar. Om talet skulle avslöja en enskild organisation visas det inte, och även det gäller för hela året. Publicera därför ett år först när alla har hunnit ansluta sig. Vi ber dig bekräfta att det är du.
release-submit = Publicera för gott
release-withdraw = Dra tillbaka talet
release-withdraw-lead = Talet tas bort överallt här och publiceras inte på nytt för det här året. Den som redan har läst talet känner till det. Vi ber dig bekräfta att det är du.

# Vad andra ger med namn.
shared-title = Delat av andra
shared-lead = Vad andra organisationer har beslutat att visa er, så som de själva har det. Delningen upphör i samma stund som de avslutar den.
shared-list-lead = Så som organisationerna själva har det. Det som de slutar dela försvinner härifrån.
shared-none = De uppgifter som delas med er har inga rader ännu.
shared-owners = Per organisation
shared-owner = Organisation
shared-thing = Namn
shared-kind = Slag
shared-role = Roll
shared-since = Medlem sedan
shared-until = Till
shared-participants = Deltagare
shared-count = { $count ->
   [one] { $count } rad
   *[other] { $count } rader
}
dataset-goals = Mål
dataset-projects = Projekt
dataset-networks = Nätverk
dataset-activities = Besök, utbyten och andra aktiviteter
