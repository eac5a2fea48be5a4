# Keys by which programs act.
api-keys-title = API-avaimet
api-keys-lead = Avaimella ohjelma lukee tai kirjoittaa avaimen luojan nimissä: sitä, mihin avain on luotu, eikä koskaan enempää kuin luoja sillä hetkellä saa.
api-keys-none = Avaimia ei ole.
api-keys-count = { $count ->
   [one] { $count } avain
   *[other] { $count } avainta
}
api-keys-back = API-avaimiin
api-key-name = Nimi
api-key-name-hint = Mitä ohjelmaa varten avain on.
api-key-scopes = Mitä se saa tehdä
api-key-scopes-hint = Ei enempää kuin ohjelma tarvitsee. Se, mikä muuttaa jotakin, tarvitsee yleensä myös lukuoikeuden.
api-key-ends-on = Viimeinen päivä
api-key-ends-on-hint = Enintään vuoden päässä, jottei yksikään avain unohdu.
api-key-networks = Verkot
api-key-networks-hint = Mistä sitä saa käyttää: yksi osoite tai verkko riville, esimerkiksi 192.0.2.0/24. Tyhjä: mistä tahansa.
api-key-anywhere = Mistä tahansa
api-key-made-by = Luonut
api-key-last-used = Viimeksi käytetty
api-key-new-title = Luo API-avain
api-key-new-lead = Avain näytetään kerran, heti kun se on luotu. Säilytä sitä siellä, mistä ohjelma löytää sen mutta ihmiset eivät.
api-key-new-submit = Luo avain
api-key-made-title = Avain on luotu
api-key-made-lead = Kopioi se nyt: sitä ei näytetä uudelleen. Ohjelma lähettää sen jokaisessa pyynnössä muodossa Authorization: Bearer ja avain.
api-key-onward = Olen kopioinut sen
api-key-revoke-title = Mitätöi avain
api-key-revoke-lead = Se ei siitä hetkestä avaa mitään. Tätä ei voi perua; ohjelma, joka vielä käyttää sitä, lakkaa toimimasta.
api-key-revoke-submit = Mitätöi
done-key-revoked = Avain ei enää avaa mitään.
api-key-state-active = Voimassa
api-key-state-ended = Päättynyt
api-key-state-revoked = Mitätöity

# What a key may be made for.
api-scope-organisation-read = Organisaatio: lukea
api-scope-organisation-write = Organisaatio: muuttaa sen omia tietoja
api-scope-units-read = Yksiköt: lukea
api-scope-units-write = Yksiköt: muuttaa
api-scope-people-read = Ihmiset: lukea
api-scope-invitations-read = Kutsut: lukea
api-scope-themes-read = Teemat: lukea
api-scope-themes-write = Teemat: muuttaa
api-scope-sharing-read = Jakamissopimukset: lukea
api-scope-journal-read = Muutosloki: lukea
api-scope-goals-read = Tavoitteet, ohjausasiakirjat, mittarit, toimeksiannot ja selvitykset: lukea
api-scope-goals-write = Tavoitteet: muuttaa, sulkea, arvioida
api-scope-goal_levels-write = Tavoitteiden tasot: muuttaa
api-scope-goal_thresholds-write = Tavoitteiden tilan raja-arvot: muuttaa
api-scope-goal_links-write = Tavoitteiden ja toiminnan liitokset: muuttaa
api-scope-policies-write = Ohjausasiakirjat: muuttaa
api-scope-assignments-write = Toimeksiannot: muuttaa, merkitä tehdyksi
api-scope-indicators-write = Mittarit: muuttaa
api-scope-indicator_values-write = Mittarien arvot: kirjata ja korjata
api-scope-statements-write = Selvitykset: kirjoittaa, pyytää
api-scope-projects-read = Hankkeet, hakemukset, toiminta, kumppanit ja verkostot: lukea
api-scope-projects-write = Hankkeet: muuttaa
api-scope-applications-write = Hakemukset: muuttaa
api-scope-activities-write = Toiminta: muuttaa
api-scope-partners-write = Kumppanit: muuttaa
api-scope-networks-write = Verkostot: muuttaa
api-scope-registers-read = Koosteet ja haku: lukea
api-scope-reports-read = Vuosiseuranta: lukea
api-scope-reports-write = Vuosiseuranta: kirjoittaa, lukita
api-scope-completeness-write = Puuttuvan pyytäminen ihmisiltä
api-scope-aggregates-read = Yhteisluvut: lukea
api-scope-shared-read = Muiden jakamat tiedot: lukea
api-scope-usage-read = Palvelutaso ja käyttö: lukea

# Programs that are told when things change.
webhooks-title = Webhookit
webhooks-lead = Ohjelmat, joille kerrotaan heti, kun jokin muuttuu: mikä asia ja mistä sen saa. Sisällön ohjelma lukee avaimella.
webhooks-none = Webhookeja ei ole.
webhooks-count = { $count ->
   [one] { $count } webhook
   *[other] { $count } webhookia
}
webhooks-back = Webhookeihin
webhook-name = Nimi
webhook-name-hint = Mikä ohjelma se on.
webhook-url = Osoite
webhook-url-hint = Alkaa https:// ja on tavoitettavissa julkisesta internetistä.
webhook-host = Palvelin
webhook-kinds = Muutokset, joista kerrotaan
webhook-enabled = Käytössä
webhook-failing = Ei ole ottanut mitään vastaan { $since } lähtien
webhook-disabled = Pois käytöstä
webhook-disabled-wish = Poistettu käytöstä käsin
webhook-disabled-failing = Poistettu käytöstä, koska se ei ottanut mitään vastaan kolmeen päivään
webhook-disabled-gone = Poistettu käytöstä, koska se vastasi poistuneensa
webhook-enable = Ota käyttöön
webhook-disable = Poista käytöstä
webhook-new-title = Lisää webhook
webhook-new-lead = Jokainen viesti allekirjoitetaan, jotta ohjelma tietää, keneltä se on. Sen salaisuus näytetään kerran, heti tämän jälkeen.
webhook-new-submit = Lisää
webhook-edit-title = Muuta webhookia
webhook-made-title = Webhook on lisätty
webhook-made-lead = Kopioi sen salaisuus nyt: sitä ei näytetä uudelleen. Ohjelma tarkistaa sillä otsakkeen webhook-signature (Standard Webhooks).
webhook-onward = Olen kopioinut sen
webhook-secret-title = Vaihda salaisuus
webhook-secret-lead = Vuorokauden ajan viestit allekirjoitetaan vanhalla ja uudella salaisuudella, jotta ohjelma voi vaihtaa rauhassa.
webhook-secret-submit = Vaihda
webhook-replaced-title = Salaisuus on vaihdettu
webhook-replaced-lead = Kopioi uusi nyt: sitä ei näytetä uudelleen. Vanha kelpaa vielä vuorokauden.
removal-lead-webhook = Ohjelmalle ei enää kerrota mitään, ja loki poistuu samalla. Poistoa ei voi perua; historia säilyy.
webhook-log = Mitä sille on kerrottu
webhook-log-lead = Viimeisten 30 päivän ajalta. Mitä ei oteta vastaan, sitä yritetään uudelleen noin kolme päivää, aina samalla tunnuksella.
webhook-log-none = Sille ei ole kerrottu mitään.
webhook-log-older = Vanhemmat
delivery-what = Mitä
delivery-happened = Tapahtui
delivery-attempts = Yrityksiä
delivery-tried = Viimeinen yritys
delivery-answer = Vastaus
delivery-next = Seuraava yritys
delivery-again = Lähetä uudelleen
done-delivery-again = Se lähetetään uudelleen.
delivery-state-all = Kaikki
delivery-state-waiting = Odottaa
delivery-state-delivered = Toimitettu
delivery-state-failed = Luovuttu
delivery-fault-answer = Torjuttu
delivery-fault-late = Ei vastausta ajoissa
delivery-fault-no_connection = Ei yhteyttä
delivery-fault-unknown_host = Nimelle ei löydy osoitetta
delivery-fault-inward = Johtaa yksityiseen verkkoon

# What can be wrong with either.
fault-key_revoked = Avain on jo mitätöity.
fault-in_the_past = Päivä on jo mennyt. Valitse myöhempi.
fault-too_late = Avain on voimassa enintään vuoden. Valitse aikaisempi päivä ja luo uusi avain ennen kuin se päättyy.
fault-bad_network = Tämä ei ole osoite eikä verkko, kuten 192.0.2.0/24.
fault-too_many_keys = Organisaatiolla on sata avainta, mikä on enimmäismäärä. Mitätöi jokin, jota ei enää käytetä.
fault-bad_url = Kirjoita koko osoite, joka alkaa https://, ilman salasanaa ja ilman #-merkkiä.
fault-not_secure = Osoitteen on alettava https://.
fault-inward = Osoite johtaa yksityiseen verkkoon. Webhook on tavoitettavissa julkisesta internetistä.
fault-unknown_host = Tälle nimelle ei löydy osoitetta.
fault-already_disabled = Sille ei kerrota mitään jo nyt.
fault-already_enabled = Sille kerrotaan jo.
fault-webhook_disabled = Käytöstä poistetulle webhookille ei lähetetä mitään. Ota se ensin käyttöön.
fault-too_many_webhooks = Organisaatiolla on kaksikymmentä webhookia, mikä on enimmäismäärä. Poista jokin, jota ei enää käytetä.

# What happened, and who may do what.
event-disabled = Poistettu käytöstä
event-enabled = Otettu käyttöön
event-key_revoked = Mitätöity
event-secret_replaced = Salaisuus vaihdettu
thing-api_key = API-avain
thing-webhook = Webhook
permission-api_keys-read = Nähdä API-avaimet
permission-api_keys-make = Luoda API-avaimia
permission-api_keys-revoke = Mitätöidä API-avaimia
permission-webhooks-read = Nähdä webhookit ja niiden lokit
permission-webhooks-edit = Lisätä, muuttaa ja poistaa webhookeja
permission-webhooks-send = Ottaa webhookeja käyttöön ja pois, lähettää uudelleen

# In the description of the API.
api-keys-text = Itsestään toimiva ohjelma ei tarvitse kirjautumista: pääkäyttäjä luo sille avaimen, ja se lähettää jokaisessa pyynnössä `Authorization: Bearer smk_…`. Avaimella on oikeusalueita: `goals:read` on jokainen lukeva oikeus, jonka nimi on `goals.…`, ja `goals:write` jokainen kirjoittava; kirjoittaminen ei sisällä lukemista. Avain ei tee enempää kuin luojansa sillä hetkellä saa, eikä mitään, mikä vaatii tuoreen todistuksen henkilöllisyydestä. Puuttuvaan oikeusalueeseen vastataan 403 ja `beyond_scope`, mitätöityyn tai päättyneeseen avaimeen 401 ja `bad_api_key`.
webhooks-text = Webhookille kerrotaan `POST`-pyynnöllä Standard Webhooks -tapaan: `webhook-id` on sama kaikissa yrityksissä, `webhook-timestamp` kertoo lähetyshetken, ja `webhook-signature` sisältää `v1,` sekä HMAC-SHA256:n merkkijonosta `id.timestamp.body` salaisuudella, joka alkaa `whsec_`. Tarkista se, vastaa 2xx kymmenessä sekunnissa ja tee työ sen jälkeen. Viesti voi tulla kahdesti ja eri järjestyksessä: pidä se, jonka `version` on suurempi. Mitä ei oteta vastaan, sitä yritetään uudelleen noin kolme päivää; 410 lopettaa sen. Uudelleenohjauksia ei seurata.
