project = Projekt
projects-title = Projekt
projects-lead = EU-projekt, andra internationella, nationella och egna projekt.
projects-none = Inga projekt har lagts till ännu. De visas här och i den årliga uppföljningen.
projects-count = { $count ->
   [one] { $count } projekt
   *[other] { $count } projekt
}
projects-back = Alla projekt
project-new-title = Lägg till projekt
project-edit-title = Ändra projektet
project-title = Projektets namn
project-kind = Typ
project-role = Vår roll
project-money = Finansiering och ärende
project-content = Innehåll
acronym = Förkortning
programme = Program
funder = Finansiär
operation-id = Finansiärens projektkod
total-cost = Kostnadsbudget
summary = Sammanfattning
resident-benefit = Nytta för invånarna
public-card = Projektkortet är offentligt
work-packages = Arbetspaket
work-package = Arbetspaket { $number }
work-package-more = Vad som görs i det
project-partners = Projektets partner
project-goals = Mål som projektet bidrar till
project-relations = Anknutna projekt
work-package-title = Arbetspaketets namn

# Applications and their financing.
application = Ansökan
applications = Ansökningar
applications-lead = Vad som har sökts, i vilket skede varje ansökan är och vad den ledde till.
applications-none-yet = Inga ansökningar ännu. De öppnas på projektens sidor.
applications-count = { $count ->
   [one] { $count } ansökan
   *[other] { $count } ansökningar
}
application-submitted-year = Inlämnad år
application-newest-step = Senaste skedet antecknat
applications-none = Projektet har inga ansökningar ännu.
application-new-title = Lägg till ansökan
application-submitted-on = Inlämnad
application-path = Ansökans skeden
application-steps = Antecknade skeden
call = Utlysning
applied = Sökt belopp
granted = Beviljat
conditions = Villkor
step = Skede
step-title = Anteckna nästa skede
step-to = Nytt skede
step-on = När
decided-by = Beslutat av
financing = Finansieringsplan
financing-title = Finansieringsplan
financing-edit = Ändra finansieringsplanen
financing-lead = Källorna ska tillsammans vara lika med totalsumman.
financing-total = Totalsumma
financing-source = Källa { $number }
financing-gap = Planen går inte ihop: det saknas { $amount } i källorna.
financing-excess = Planen går inte ihop: källorna är { $amount } för stora.
source = Källa
source-kind = Form
source-name = Finansiärens namn
amount = Belopp
