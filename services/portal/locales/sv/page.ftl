# The frame of every page.
skip-to-content = Hoppa till innehållet
navigation-own = Eget
navigation-menu = Meny
navigation-sections = Avsnitt
area-strategy = Strategi och mål
area-work = Projekt och nätverk
area-follow-up = Uppföljning
area-together = Gemensamma uppgifter
area-administration = Administration
navigation-start = Start
navigation-goals = Mål
navigation-statements = Enheternas redogörelser
navigation-projects = Projekt
navigation-reports = Årlig uppföljning
navigation-national = Gemensamma tal
navigation-shared = Delat av andra
navigation-units = Enheter
navigation-people = Personer
navigation-sharing = Delning av uppgifter
navigation-requests = Beställningar
navigation-organisations = Byt organisation
navigation-profile = Min profil
navigation-sessions = Inloggningar
sign-out = Logga ut
switch-language = Språk
switch-colours = Utseende

# Words used everywhere.
yes = ja
no = nej
all = Alla
show = Visa
save = Spara
cancel = Avbryt
edit = Ändra
choose = Välj
optional = frivilligt
currency = Valuta
status = Status
actions = Åtgärder
date = Datum
year = År
note = Anmärkning
reason = Motivering
period = Tid
begins = Börjar
ends = Slutar
description = Beskrivning
theme = Tema
themes = Teman
organisation = Organisation
total = Totalt
download = Ladda ner som fil
case-number = Diarienummer
in-language-fi = på finska
in-language-sv = på svenska
in-language-en = på engelska
text-in-fi = På finska
text-in-sv = På svenska
text-in-en = På engelska
text-other-languages = På andra språk
nothing-to-choose = Inget att välja ännu.

# How exact a figure is.
figure-at_least = minst { $value }
figure-about = ungefär { $value }

# Lists.
filters = Avgränsa listan
filter = Avgränsa
clear-filters = Ta bort avgränsningar
search-words = Sökord
pages = Sidor
first-page = Första sidan
next-page = Nästa sida
download-csv = Ladda ner som tabell (CSV)
download-xlsx = Ladda ner som arbetsbok (XLSX)
list-empty = Listan är tom.
list-nothing-found = Ingenting hittades med de här avgränsningarna.
list-count = { $count ->
   [one] { $count } rad
   *[other] { $count } rader
}
list-count-of-page = { $count } på den här sidan

# What was just done.
done-created = Tillagt.
done-saved = Sparat.
done-value-corrected = Värdet har rättats. Det tidigare finns kvar i dess historik.
done-deleted = Borttaget.
done-signed-out = Du har loggat ut.
done-session-ended = Inloggningen är avslutad.
done-reset-requested = Om vi känner till adressen har vi skickat en länk med vilken du kan välja ett nytt lösenord.
done-password-changed = Lösenordet är bytt. Logga in med det nya lösenordet.
done-erased = Dina uppgifter har raderats.
done-erased-of = Personen har raderats.
done-second-factor-removed = Tvåstegsinloggningen är avstängd.
done-second-factor-reset = Tvåstegsinloggningen har tagits bort, och personen har fått veta det.
done-request-rejected = Beställningen är avslagen.
done-statement-submitted = Redogörelsen är inlämnad. Tack!
done-statement-reopened = Redogörelsen kan ändras igen.
done-reminded = Påminnelser har skickats till dem vars redogörelse saknas.
done-locked = Omgången är låst.
done-drafted = Utkastet är sammanställt. Läs igenom och komplettera.
done-redrafted = Utkastet är sammanställt på nytt av aktuella uppgifter.
done-report-locked = Uppföljningen är låst. Dess siffror ändras inte längre.
done-values-entered = Värdena har sparats.
done-figure-released = Talet är publicerat. Det ändras inte mer.
done-figure-withheld = Talet kan inte visas. Det gäller för hela året.
done-figure-withdrawn = Talet har dragits tillbaka.
done-sharing-given = Uppgifterna har delats. Avtalet syns nu hos båda.
done-sharing-ended = Avtalet har upphört. Mottagaren ser inte längre uppgifterna.

# Listor som skrivs till filer.
exports-title = Filer
export-of-report = Årlig uppföljning som dokument
exports-lead = Långa listor och uppföljningar skrivs till filer medan du gör något annat. En fil väntar här i sju dagar, och bara du kan hämta den.
exports-none = Du har inga filer här. Långa listor och uppföljningar kommer hit när du laddar ner dem.
exports-refresh = Se hur långt de har kommit
export-list = Lista
export-narrowed = { $list }, avgränsat
export-kind = Slag
export-rows = Rader
export-asked = Begärd
export-expires = Tas bort
export-fetch = Ladda ner
export-delete = Ta bort
export-stop = Avbryt
export-kib = { $count } kB
export-format-csv = CSV
export-format-csv_excel_nordic = CSV för Excel
export-format-xlsx = Arbetsbok (XLSX)
export-format-pdf = PDF
export-state-waiting = Väntar
export-state-running = Skrivs
export-state-done = Klar
export-state-failed = Misslyckades
done-export-begun = Den är lång: den skrivs till en fil, som du hittar här.

# Sökningen i allt.
search-title = Sök i allt
search-go = Sök
search-hint = Ord på vilket språk som helst; även andra böjningsformer hittas. Använd citattecken för en exakt fras och minustecken för att utesluta ett ord.
search-needs-words = Skriv minst ett ord och högst 200 tecken.
search-kinds = Var orden förekommer
search-all = Allt
search-hits = Sökresultat
search-count = { $count ->
    [one] Ett sökresultat
   *[other] { $count } sökresultat
  }
search-many = Fler än { $count } sökresultat. Lägg till ett ord för att hitta det du söker.
search-none = Inget hittades. Prova ett annat ord eller början av ett ord, eller utelämna ett ord.
