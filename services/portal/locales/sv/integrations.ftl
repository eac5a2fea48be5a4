# Keys by which programs act.
api-keys-title = API-nycklar
api-keys-lead = Med en nyckel läser eller skriver ett program i namn av den som skapade nyckeln: det som nyckeln är till för, och aldrig mer än vad den personen får just då.
api-keys-none = Det finns inga nycklar.
api-keys-count = { $count ->
   [one] { $count } nyckel
   *[other] { $count } nycklar
}
api-keys-back = Till API-nycklarna
api-key-name = Namn
api-key-name-hint = Vilket program den är för.
api-key-scopes = Vad den får göra
api-key-scopes-hint = Inte mer än programmet behöver. Det som ändrar något behöver oftast också läsa det.
api-key-ends-on = Sista dag
api-key-ends-on-hint = Högst ett år framåt, så att ingen nyckel glöms bort.
api-key-networks = Nät
api-key-networks-hint = Varifrån den får användas: en adress eller ett nät per rad, till exempel 192.0.2.0/24. Tomt: var som helst.
api-key-anywhere = Var som helst
api-key-made-by = Skapad av
api-key-last-used = Senast använd
api-key-new-title = Skapa en API-nyckel
api-key-new-lead = Nyckeln visas en gång, genast när den har skapats. Förvara den där programmet hittar den men inte människor.
api-key-new-submit = Skapa nyckeln
api-key-made-title = Nyckeln har skapats
api-key-made-lead = Kopiera den nu: den visas inte igen. Programmet skickar den med varje begäran som Authorization: Bearer och nyckeln.
api-key-onward = Jag har kopierat den
api-key-revoke-title = Återkalla nyckeln
api-key-revoke-lead = Den öppnar ingenting från den stunden. Det går inte att ångra; ett program som ännu använder den slutar fungera.
api-key-revoke-submit = Återkalla
done-key-revoked = Nyckeln öppnar ingenting längre.
api-key-state-active = Giltig
api-key-state-ended = Har löpt ut
api-key-state-revoked = Återkallad

# What a key may be made for.
api-scope-organisation-read = Organisationen: läsa
api-scope-organisation-write = Organisationen: ändra dess egna uppgifter
api-scope-units-read = Enheter: läsa
api-scope-units-write = Enheter: ändra
api-scope-people-read = Personer: läsa
api-scope-invitations-read = Inbjudningar: läsa
api-scope-themes-read = Teman: läsa
api-scope-themes-write = Teman: ändra
api-scope-sharing-read = Delningsavtal: läsa
api-scope-journal-read = Ändringslogg: läsa
api-scope-goals-read = Mål, styrdokument, indikatorer, uppdrag och redogörelser: läsa
api-scope-goals-write = Mål: ändra, stänga, bedöma
api-scope-goal_levels-write = Nivåer i målstrukturen: ändra
api-scope-goal_thresholds-write = Gränsvärden för målens läge: ändra
api-scope-goal_links-write = Kopplingar mellan mål och verksamhet: ändra
api-scope-policies-write = Styrdokument: ändra
api-scope-assignments-write = Uppdrag: ändra, markera som klara
api-scope-indicators-write = Indikatorer: ändra
api-scope-indicator_values-write = Indikatorvärden: föra in och rätta
api-scope-statements-write = Redogörelser: skriva, begära
api-scope-projects-read = Projekt, ansökningar, aktiviteter, partner och nätverk: läsa
api-scope-projects-write = Projekt: ändra
api-scope-applications-write = Ansökningar: ändra
api-scope-activities-write = Aktiviteter: ändra
api-scope-partners-write = Partner: ändra
api-scope-networks-write = Nätverk: ändra
api-scope-registers-read = Översikter och sökning: läsa
api-scope-reports-read = Årlig uppföljning: läsa
api-scope-reports-write = Årlig uppföljning: skriva, låsa
api-scope-completeness-write = Begära in det som saknas
api-scope-aggregates-read = Gemensamma tal: läsa
api-scope-shared-read = Delat av andra: läsa
api-scope-usage-read = Avtal och användning: läsa

# Programs that are told when things change.
webhooks-title = Webhookar
webhooks-lead = Program som genast får veta när något ändras: vilken sak, och var den finns. Vad den säger läser programmet med en nyckel.
webhooks-none = Det finns inga webhookar.
webhooks-count = { $count ->
   [one] { $count } webhook
   *[other] { $count } webhookar
}
webhooks-back = Till webhookarna
webhook-name = Namn
webhook-name-hint = Vilket program det är.
webhook-url = Adress
webhook-url-hint = Börjar med https:// och nås på det öppna internet.
webhook-host = Värd
webhook-kinds = Får veta om ändringar av
webhook-enabled = Aktiv
webhook-failing = Har inte tagit emot något sedan { $since }
webhook-disabled = Inaktiverad
webhook-disabled-wish = Inaktiverad för hand
webhook-disabled-failing = Inaktiverad, eftersom den inte tog emot något på tre dagar
webhook-disabled-gone = Inaktiverad, eftersom den svarade att den är borta
webhook-enable = Aktivera
webhook-disable = Inaktivera
webhook-new-title = Lägg till en webhook
webhook-new-lead = Varje meddelande signeras, så att programmet vet vem det är från. Hemligheten för det visas en gång, genast efteråt.
webhook-new-submit = Lägg till
webhook-edit-title = Ändra webhooken
webhook-made-title = Webhooken har lagts till
webhook-made-lead = Kopiera dess hemlighet nu: den visas inte igen. Programmet kontrollerar headern webhook-signature med den (Standard Webhooks).
webhook-onward = Jag har kopierat den
webhook-secret-title = Byt hemlighet
webhook-secret-lead = I ett dygn signeras meddelanden med både den gamla och den nya hemligheten, så att programmet kan byta i lugn och ro.
webhook-secret-submit = Byt
webhook-replaced-title = Hemligheten har bytts
webhook-replaced-lead = Kopiera den nya nu: den visas inte igen. Den gamla gäller ett dygn till.
removal-lead-webhook = Programmet får inte veta något mer, och loggen försvinner samtidigt. Det går inte att ångra; historiken finns kvar.
webhook-log = Vad den har fått veta
webhook-log-lead = Från de senaste trettio dagarna. Det som inte tas emot försöks igen i ungefär tre dagar, varje gång med samma id.
webhook-log-none = Den har inte fått veta något.
webhook-log-older = Äldre
delivery-what = Vad
delivery-happened = Hände
delivery-attempts = Försök
delivery-tried = Senaste försök
delivery-answer = Svar
delivery-next = Nästa försök
delivery-again = Skicka igen
done-delivery-again = Det skickas igen.
delivery-state-all = Alla
delivery-state-waiting = Väntar
delivery-state-delivered = Levererat
delivery-state-failed = Har getts upp
delivery-fault-answer = Avvisat
delivery-fault-late = Inget svar i tid
delivery-fault-no_connection = Ingen förbindelse
delivery-fault-unknown_host = Ingen adress för namnet
delivery-fault-inward = Leder in i ett privat nät

# What can be wrong with either.
fault-key_revoked = Nyckeln har redan återkallats.
fault-in_the_past = Dagen har redan passerat. Välj en senare.
fault-too_late = En nyckel gäller högst ett år. Välj en tidigare dag och skapa en ny nyckel innan den löper ut.
fault-bad_network = Det här är varken en adress eller ett nät som 192.0.2.0/24.
fault-too_many_keys = Organisationen har hundra nycklar, vilket är det högsta antalet. Återkalla någon som inte längre används.
fault-bad_url = Skriv en hel adress som börjar med https://, utan lösenord och utan #.
fault-not_secure = Adressen måste börja med https://.
fault-inward = Adressen leder in i ett privat nät. En webhook nås på det öppna internet.
fault-unknown_host = Ingen adress hittas för det här namnet.
fault-already_disabled = Den får inte veta något redan nu.
fault-already_enabled = Den får redan veta.
fault-webhook_disabled = Inget skickas till en inaktiverad webhook. Aktivera den först.
fault-too_many_webhooks = Organisationen har tjugo webhookar, vilket är det högsta antalet. Radera någon som inte längre används.

# What happened, and who may do what.
event-disabled = Inaktiverad
event-enabled = Aktiverad
event-key_revoked = Återkallad
event-secret_replaced = Hemligheten bytt
thing-api_key = API-nyckel
thing-webhook = Webhook
permission-api_keys-read = Se API-nycklarna
permission-api_keys-make = Skapa API-nycklar
permission-api_keys-revoke = Återkalla API-nycklar
permission-webhooks-read = Se webhookarna och deras loggar
permission-webhooks-edit = Lägga till, ändra och radera webhookar
permission-webhooks-send = Aktivera och inaktivera webhookar, skicka igen

# In the description of the API.
api-keys-text = Ett program som går av sig självt behöver ingen inloggning: en administratör skapar en nyckel för det, och det skickar `Authorization: Bearer smk_…` med varje begäran. En nyckel har behörigheter: `goals:read` är varje läsande rättighet som heter `goals.…`, `goals:write` varje skrivande; att skriva omfattar inte att läsa. Den gör inte mer än den som skapade den får just då, och ingenting som kräver ett färskt bevis på vem man är. En behörighet som saknas besvaras med 403 och `beyond_scope`, en nyckel som har återkallats eller löpt ut med 401 och `bad_api_key`.
webhooks-text = En webhook får veta genom `POST` på Standard Webhooks sätt: `webhook-id` är samma i alla försök, `webhook-timestamp` säger när det skickades, och `webhook-signature` innehåller `v1,` och HMAC-SHA256 av `id.timestamp.body` med hemligheten som börjar med `whsec_`. Kontrollera den, svara med 2xx inom tio sekunder och gör arbetet sedan. Meddelanden kan komma två gånger och i annan ordning: behåll det som har högre `version`. Det som inte tas emot försöks igen i ungefär tre dagar; 410 avslutar det. Omdirigeringar följs inte.
