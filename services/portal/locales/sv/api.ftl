# The API, described for people.
api-title = API-beskrivning
api-lead = För program som läser från Samverka eller skriver till det. Det som går att göra på de här sidorna kan också ett program göra.
api-machine = Samma sak för program:
api-on-this-page = På den här sidan
api-english = Namn och beskrivningar är på engelska.
api-back = Alla resurser
api-count = { $count ->
   [one] { $count } operation
   *[other] { $count } operationer
}

api-sign-in = Inloggning
api-sign-in-email = planerare@example.org
api-sign-in-text = Inloggningen ger en sessionsnyckel. Med den hämtar du en åtkomstnyckel för en organisation: den gäller i fem minuter och skickas med varje anrop. När den har gått ut hämtar du en ny med sessionsnyckeln. Exemplet använder `curl`, och `jq` för att läsa svaren.
api-values = Värden
api-values-text = Anrop och svar är JSON. Id:n är UUID, dagar skrivs `2026-11-22` och tidpunkter i UTC, `2026-11-22T07:30:00Z`. Ett penningbelopp är en text med siffror och en valuta, aldrig ett flyttal. En siffra berättar hur exakt den är: `exact` (exakt), `at_least` (minst) eller `about` (ungefär). Texter som människor läser finns på upp till tre språk.
api-lists = Listor, sidor och filter
api-lists-text = En lista kommer i sidor om 50 rader; med `limit` begär du 1–200. Ge svarets `next` tillbaka som `after` så får du nästa sida; på den sista är det `null`. Filtren heter som fälten. `sort` anger ett fält, och `-` framför vänder ordningen. En okänd parameter besvaras med 422.
api-csv = Listor som tabeller (CSV, XLSX)
api-csv-text = Med `format=csv` kommer hela listan, högst 10 000 rader, enligt RFC 4180. Med `dialect=excel-nordic` får den semikolon och decimalkomma, som Excel väntar sig i Norden. Med `format=xlsx` kommer den som arbetsbok, där tal och dagar är riktiga celler.
api-versions = Versioner och ändringar
api-versions-text = Allt har en version, som står i huvudet `ETag`. Den som ändrar något som finns (`PUT`, `PATCH`, `DELETE` och åtgärder som `/close`) anger i huvudet `If-Match` vilken version som avses. Utan den blir svaret 428. Om någon annan hann före blir svaret 412 med den aktuella versionen i `current_version`: läs på nytt och avgör sedan.
api-versions-patch = `PATCH` tar en JSON Merge Patch: fält som utelämnas står kvar, `null` tömmer ett fält.
api-once = Samma anrop två gånger
api-once-text = Ett `POST`-anrop får ha huvudet `Idempotency-Key` med ett nytt eget UUID. Skickas samma anrop igen inom ett dygn, till exempel för att förbindelsen bröts, blir svaret detsamma och arbetet görs en gång. Ett annat anrop med samma nyckel besvaras med 422.
api-errors = Fel
api-errors-text = Det som misslyckas besvaras med ett problem (RFC 9457, `application/problem+json`). Program ska avgöra efter `code`, vars innebörd inte ändras; `detail` är en mening för människor. `errors` pekar ut varje felaktigt fält med en JSON-pekare, eller en parameter med `?name`. Det som hör till en annan organisation besvaras med 404, som om det inte fanns. Ange `request_id` när du ber om hjälp.
api-permissions = Vem får göra vad
api-permissions-text = Ett program får göra det som innehavaren av dess nyckel får göra. `GET /api/v1/roles` berättar vad varje roll får göra och hur långt: i hela organisationen, i den egna enheten och dem under den, eller med egna uppgifter. Ett nekande (403 med `not_allowed`) anger vilken rättighet som saknas.
api-resources = Resurser

# One resource.
api-who-anybody = Vem som helst, utan nyckel.
api-who-token = Med nyckel, om dess innehavare har rättigheten.
api-place-path = Parametrar i sökvägen
api-place-query = Parametrar i frågan
api-place-header = Huvuden
api-body = Innehåll
api-answers = Svar
api-example = Exempel
api-for-example = till exempel
api-required = obligatoriskt
api-shapes = Datastrukturer
api-shapes-text = Det som operationerna ovan tar emot och svarar med.
api-or = eller
api-kind-choice = något av
api-kind-list = lista av
api-kind-map = objekt med värden av slaget
api-kind-object = objekt
api-kind-id = id (UUID)
api-kind-date = dag
api-kind-moment = tidpunkt
api-kind-text = text
api-kind-whole = heltal
api-kind-number = tal
api-kind-boolean = sant eller falskt
api-kind-any = vilket värde som helst
api-status-200 = Lyckades
api-status-201 = Skapat
api-status-202 = Mottaget; görs i bakgrunden
api-status-204 = Gjort, inget att berätta
api-status-400 = Anropet går inte att läsa
api-status-401 = Nyckeln saknas eller gäller inte längre
api-status-403 = Inte tillåtet
api-status-404 = Finns inte
api-status-405 = Adressen tar inte emot den här metoden
api-status-409 = Passar inte med hur läget är
api-status-412 = Någon annan ändrade först
api-status-413 = För stort
api-status-415 = Fel medietyp
api-status-422 = Förstått, men något i det är fel
api-status-428 = Versionen saknas
api-status-429 = För många anrop; vänta och försök igen
api-status-500 = Ett fel hos oss
api-status-503 = Tillfälligt ur drift; försök igen
