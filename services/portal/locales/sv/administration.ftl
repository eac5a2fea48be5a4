# Units, one by one.
units-on = Fanns på dagen
units-back = Alla enheter
unit-ended = upphört
unit-ended-told = Enheten finns inte längre. Den finns kvar i uppföljningen för sina år.
unit-merged-into = Arbetet fortsätter i
units-below = Underordnade enheter
units-below-none = Inga enheter är underordnade den här.
unit-statements = Redogörelser
unit-statements-none = Enheten har inte ombetts lämna någon redogörelse ännu.
unit-edit-title = Ändra enheten
unit-edit-lead = Ett namn som rättas här rättas också bakåt i tiden. När enheten byter namn, ge den ett nytt namn från och med en dag.
unit-merge-link = Slå samman med en annan enhet
unit-merge-title = Slå samman ”{ $name }” med en annan enhet
unit-merge-lead = Enheten upphör dagen innan. De underordnade enheterna hör därefter till den andra enheten; det som enheten har gjort finns kvar under dess namn.
unit-merge-into = Enhet som fortsätter arbetet
unit-merge-on = Första dagen i den andra enheten
unit-merge-submit = Slå samman
removal-lead-unit = Bara en enhet som har lagts till av misstag raderas. En enhet som har varit verksam avslutas eller slås samman, och finns då kvar i uppföljningen för sina år.

# Names over time.
names = Namn genom tiderna
names-none = Namnet har varit detsamma hela tiden.
rename-link = Nytt namn
rename-title = Nytt namn för ”{ $name }”
rename-lead = Det som hände före dagen finns kvar under det gamla namnet.
rename-name = Nytt namn
rename-from = Från och med vilken dag
rename-submit = Ta det nya namnet i bruk

# People, one by one.
people-lead = Vem som är vad i organisationen, och sedan när.
people-ended = Också de vars medlemskap har upphört
people-count = { $count ->
   [one] { $count } person
   *[other] { $count } personer
}
person-ended = upphört
role-everywhere = Hela organisationen
membership-roles = Roller
membership-roles-none = Personen har ingen roll.
membership-ended-told = Medlemskapet gäller inte längre. Det som personen har gjort finns kvar i historiken.
membership-edit-title = Roller och dagar: { $name }
membership-edit-lead = En roll tas bort genom att inget väljs på dess rad. Ändringen gäller genast. Om du loggade in för ett tag sedan ber vi dig bekräfta att det är du.
membership-end-title = Avsluta medlemskapet: { $name }
membership-end-lead = Personen är genast ute och kommer inte längre åt organisationens uppgifter. Det som personen har gjort finns kvar. Med en inbjudan kommer personen tillbaka.
membership-end-submit = Avsluta medlemskapet
done-membership-ended = Medlemskapet har upphört.

# Who may do what.
roles-title = Vem får göra vad
roles-lead = Vad varje roll får göra och hur långt det räcker: allt i organisationen, bara den egna enheten och enheterna under den, eller bara det egna. Ingen når utanför den enhet som rollen gäller.
roles-count = { $count ->
   [one] { $count } rättighet
   *[other] { $count } rättigheter
}
permission = Rättighet
roles-proof = Bekräftelse av vem man är
roles-proven = inom { $minutes } minuter
reach-any = allt
reach-unit = egen enhet
reach-own = eget
permission-organisation-read = Se organisationens uppgifter
permission-organisation-edit = Ändra organisationens egna uppgifter
permission-units-read = Se enheterna
permission-units-edit = Lägga till, byta namn på, flytta och slå samman enheter
permission-people-read = Se vem som har vilken roll
permission-invitations-read = Se vilka som är inbjudna
permission-people-edit = Bjuda in personer, ge och ta ifrån roller
permission-second_factors-reset = Ta bort förlorad tvåstegsinloggning
permission-themes-read = Se temana
permission-themes-edit = Lägga till, ändra, dela och ta över teman
permission-subscriptions-read = Se beställningar (kommunförbund)
permission-subscriptions-decide = Avgöra beställningar (kommunförbund)
permission-sharing-read = Se vad som ges till andra och vad som har getts
permission-sharing-manage = Ge uppgifter till andra och återkalla dem
permission-organisations-find = Söka organisationer att ge uppgifter till
permission-mails-read = Se vilka brev som har skickats
permission-mails-retry = Skicka ett misslyckat brev på nytt
permission-journal-read = Läsa ändringsloggen
permission-goals-read = Se mål, indikatorer, styrdokument och redogörelser
permission-goal_levels-edit = Namnge målnivåerna
permission-policies-edit = Skriva styrdokument och anteckna beslut om dem
permission-goals-edit = Sätta upp och ändra mål
permission-goals-close = Avsluta mål och öppna dem på nytt
permission-goals-judge = Bedöma hur det går för ett mål
permission-goal_thresholds-edit = Ange gränsvärden för målens läge
permission-goal_links-edit = Knyta projekt, nätverk och aktiviteter till mål
permission-assignments-edit = Ge enheter uppdrag
permission-assignments-complete = Anteckna att ett uppdrag är utfört
permission-indicators-edit = Definiera indikatorer
permission-indicator_values-edit = Lämna och rätta värden
permission-statements-manage = Öppna årets omgång redogörelser, påminna och låsa
permission-statements-edit = Skriva och lämna in en enhets redogörelse
permission-projects-read = Se projekt, nätverk, partner och aktiviteter
permission-projects-edit = Lägga till, ändra och radera projekt
permission-applications-edit = Föra ansökningar vidare och sköta deras finansieringsplaner
permission-activities-edit = Lägga till, ändra och radera besök och utbyten
permission-partners-edit = Sköta partner och vänorter
permission-networks-edit = Sköta nätverk och medlemskap i dem
permission-registers-read = Se översikterna och det som väntar på en själv
permission-reports-read = Läsa den årliga uppföljningen
permission-reports-edit = Sammanställa den årliga uppföljningen och redigera dess texter
permission-reports-lock = Låsa den årliga uppföljningen
permission-completeness-ask = Be alla om det som saknas
permission-exports-make = Ta ut långa listor som filer
permission-exports-read = Hämta och ta bort egna filer
permission-aggregates-read = Se gemensamma tal för flera organisationer
permission-releases-release = Publicera gemensamma tal
permission-releases-withdraw = Dra tillbaka publicerade tal
permission-shared-read = Se vad andra ger med namn

# Themes, one by one.
themes-title = Teman
themes-lead = Det som mål, projekt, nätverk och aktiviteter sorteras efter. Varje temaindelning ser på arbetet från ett håll.
themes-none = Det finns inga teman ännu. Lägg till en temaindelning, eller ta över en som ett kommunförbund delar.
themes-back = Alla teman
theme-new-title = Lägg till ett tema
theme-edit-title = Ändra temat
theme-name = Temats namn
theme-code = Kod
theme-code-hint = Bokstäver, siffror och bindestreck, till exempel T1. Filer och gränssnittet kallar temat så.
theme-goals = Mål
theme-goals-none = Inget mål har det här temat.
theme-projects = Projekt
theme-projects-none = Inget projekt har det här temat.
theme-networks = Nätverk
theme-networks-none = Inget nätverk har det här temat.
theme-activities = Besök och utbyten
theme-activities-none = Ingen aktivitet har det här temat.
themes-below = Underordnade teman
themes-below-none = Inga teman är underordnade det här.
taxonomy-new-title = Lägg till en temaindelning
taxonomy-edit-title = Ändra temaindelningen
taxonomy-key = Nyckel
taxonomy-key-hint = Små bokstäver, siffror och bindestreck, till exempel internationalisering. Den kan inte ändras senare.
taxonomy-empty = Den har inga teman ännu.
taxonomy-from = Övertagen från: { $name }
taxonomy-is-shared = delad med andra
taxonomy-shared-hint = Andra organisationer kan ta över den med dess teman. Spara på nytt för att publicera senare ändringar; den som redan har tagit över den behåller sin egen.
taxonomies-shared-title = Delade temaindelningar
taxonomies-shared-lead = Kommunförbund delar dem för alla att ta över. Det ni tar över blir ert eget, och ni kan ändra det.
taxonomies-shared-empty = Ingen delar någon temaindelning just nu.
taxonomy-published = { $name }, { $date }
taxonomy-is-here = redan övertagen
taxonomy-adopt = Ta över
removal-lead-theme = Det som har temat förlorar det. Det går inte att ångra; historiken finns kvar.
removal-lead-taxonomy = Bara en indelning utan teman kan raderas. Historiken finns kvar.
done-taxonomy-adopted = Temaindelningen har tagits över med sina teman.

# What a service may refuse here.
fault-unknown_unit = Enheten hittas inte.
fault-own_branch = En enhet kan inte slås samman med sig själv eller med en enhet under den.
fault-not_there = Den andra enheten finns inte den dagen.
fault-already_merged = Enheten är redan sammanslagen med en annan.
fault-has_children = Något är underordnat den: flytta det först.
fault-in_use = Någons roll är bunden till den: ändra rollen först.
fault-unknown_theme = Temat finns inte i den här indelningen.
fault-unknown_taxonomy = Temaindelningen hittas inte.
fault-bad_key = En nyckel skrivs med små bokstäver, siffror och bindestreck, högst 50 tecken.
fault-key_taken = En annan temaindelning har redan den här nyckeln.
fault-already_adopted = Er organisation har redan tagit över den här indelningen.
fault-not_an_association = Bara ett kommunförbund delar temaindelningar.
fault-has_themes = Den har teman: radera dem först.
fault-is_shared = Den är delad med andra: sluta dela den först.
