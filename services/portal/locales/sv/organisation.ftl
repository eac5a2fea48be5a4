# Units and people.
unit = Enhet
units-title = Enheter
units-lead = Fullmäktige, styrelse, nämnder, förvaltningar, enheter, skolor och bolag.
units-none = Inga enheter ännu. Lägg först till fullmäktige eller styrelsen.
units-count = { $count ->
   [one] { $count } enhet
   *[other] { $count } enheter
}
unit-new-title = Lägg till enhet
unit-name = Namn
unit-kind = Typ
unit-parent = Överordnad enhet
short-name = Kort namn
validity = Giltig
owner-unit = Ansvarig enhet
my-unit = egen enhet
people-title = Personer
people-none = Här finns ingen ännu.
people-back = Alla personer
person-name = Namn
person-title = Titel
person-language = Språk
role = Roll
roles = Roller
role-unit = Enhet som rollen gäller
role-unit-hint = Behövs när rollen är uppgiftslämnare.
role-unit-needed = Välj den enhet vars uppgifter personen lämnar.
invite-title = Bjud in
invite-lead = Den inbjudna får en länk per e-post för att välja lösenord.
invite-submit = Skicka inbjudan
invited-title = Inbjudan är skickad
invited-name = { $name } är inbjuden
invited-lead = Länken är skickad per e-post. Du kan också ge den själv; den visas bara nu.
invitations = Inbjudningar
invitation-withdraw = Återkalla
expires = Gäller till

# The start page.
start-title = Mina nästa steg
start-steps = Väntar på dig
start-nothing = Ingenting väntar på dig just nu.
start-begin = Börja på något nytt
start-see = Titta på
next-statement = Lämna redogörelsen för { $year }
next-application = För ansökan vidare
next-assignment = Utför uppdraget
next-value = Ange ett värde
next-report = Färdigställ uppföljningen för { $year }
begin-goal = Vad vi strävar mot och vem som ansvarar
begin-project = Ett projekt med partner och finansiering
begin-values = Alla värden för en period i en tabell
begin-activity = Vilka, var och vad man lärde sig
begin-round = Varje enhet berättar om sitt år
begin-report = En sammanställning i tre delar av årets arbete
see-goals = Vad vi strävar mot och hur det mäts
see-projects = Vad som pågår och med vilka pengar
see-statements = Hur enheterna har använt det internationella arbetet
see-reports = Årets arbete i tre delar
