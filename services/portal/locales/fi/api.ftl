# The API, described for people.
api-title = Rajapinnan kuvaus
api-lead = Ohjelmille, jotka lukevat Samverkan tietoja tai kirjoittavat niitä. Kaiken, mitä näillä sivuilla voi tehdä, voi tehdä myös ohjelma.
api-machine = Sama ohjelmille:
api-on-this-page = Tällä sivulla
api-english = Nimet ja kuvaukset ovat englanniksi.
api-back = Kaikki resurssit
api-count = { $count ->
   [one] { $count } toiminto
   *[other] { $count } toimintoa
}

api-sign-in = Kirjautuminen
api-sign-in-email = suunnittelija@example.org
api-sign-in-text = Kirjautuminen antaa istuntotunnisteen. Sillä haetaan yhtä organisaatiota varten käyttötunniste, joka on voimassa viisi minuuttia ja lähetetään jokaisen pyynnön mukana. Kun se vanhenee, istuntotunnisteella haetaan uusi. Esimerkissä käytetään `curl`-ohjelmaa, ja vastaukset luetaan `jq`-ohjelmalla.
api-values = Arvot
api-values-text = Pyynnöt ja vastaukset ovat JSONia. Tunnisteet ovat UUID-muotoisia, päivät kirjoitetaan `2026-11-22` ja ajanhetket UTC-aikana, `2026-11-22T07:30:00Z`. Rahamäärä on numeroista koostuva teksti ja valuutta, ei koskaan liukuluku. Luku kertoo, kuinka tarkka se on: `exact` (tarkka), `at_least` (vähintään) tai `about` (noin). Ihmisten luettavat tekstit ovat enintään kolmella kielellä.
api-lists = Luettelot, sivut ja rajaukset
api-lists-text = Luettelo tulee 50 rivin sivuina; `limit` pyytää 1–200 riviä. Kun vastauksen `next` annetaan takaisin nimellä `after`, saadaan seuraava sivu; viimeisellä sivulla se on `null`. Rajaukset on nimetty kenttien mukaan. `sort` nimeää kentän, ja sen eteen kirjoitettu `-` kääntää järjestyksen. Tuntemattomaan parametriin vastataan 422.
api-csv = Luettelot taulukkoina (CSV, XLSX)
api-csv-text = Parametrilla `format=csv` luettelo tulee kokonaan, enintään 10 000 riviä, RFC 4180:n mukaisena. Parametrilla `dialect=excel-nordic` erottimena on puolipiste ja desimaalierottimena pilkku, kuten Excel Pohjoismaissa odottaa. Parametrilla `format=xlsx` se tulee työkirjana, jossa luvut ja päivät ovat oikeita soluja.
api-versions = Versiot ja muutokset
api-versions-text = Kaikella on versio, joka kerrotaan `ETag`-otsakkeessa. Olemassa olevan muutos (`PUT`, `PATCH`, `DELETE` ja toimet kuten `/close`) nimeää tarkoittamansa version `If-Match`-otsakkeessa. Ilman sitä vastaus on 428. Jos joku muu ehti ensin, vastaus on 412 ja nykyinen versio on kentässä `current_version`: lue uudelleen ja päätä sitten.
api-versions-patch = `PATCH` on JSON Merge Patch: pois jätetyt kentät säilyvät, `null` tyhjentää kentän.
api-once = Sama pyyntö kahdesti
api-once-text = `POST`-pyynnössä voi olla `Idempotency-Key`-otsake, jossa on oma uusi UUID. Jos sama pyyntö lähetetään uudelleen vuorokauden kuluessa esimerkiksi yhteyden katkettua, vastaus on sama ja työ tehdään kerran. Eri pyyntöön samalla avaimella vastataan 422.
api-errors = Virheet
api-errors-text = Epäonnistuneeseen pyyntöön vastataan ongelmakuvauksella (RFC 9457, `application/problem+json`). Ohjelman tulee päätellä kentästä `code`, jonka merkitys ei muutu; `detail` on lause ihmiselle. `errors` osoittaa jokaisen virheellisen kentän JSON-osoittimella tai parametrin muodossa `?name`. Toisen organisaation tietoihin vastataan 404, kuin niitä ei olisi. Mainitse `request_id`, kun pyydät apua.
api-permissions = Kuka saa tehdä mitä
api-permissions-text = Ohjelma saa tehdä sen, minkä sen käyttämän tunnisteen haltija saa. `GET /api/v1/roles` kertoo, mitä kukin rooli saa tehdä ja kuinka laajasti: koko organisaatiossa, omassa yksikössä ja sen alaisissa yksiköissä vai omissa tiedoissa. Kielto (403 ja `not_allowed`) nimeää puuttuvan oikeuden.
api-resources = Resurssit

# One resource.
api-who-anybody = Kuka tahansa, ilman tunnistetta.
api-who-token = Tunnisteella, jos sen haltijalla on oikeus.
api-place-path = Polun parametrit
api-place-query = Kyselyn parametrit
api-place-header = Otsakkeet
api-body = Sisältö
api-answers = Vastaukset
api-example = Esimerkki
api-for-example = esimerkiksi
api-required = pakollinen
api-shapes = Tietorakenteet
api-shapes-text = Rakenteet, joita edellä kuvatut toiminnot ottavat vastaan ja palauttavat.
api-or = tai
api-kind-choice = jokin seuraavista:
api-kind-list = luettelo:
api-kind-map = olio, jonka arvot ovat:
api-kind-object = olio
api-kind-id = tunniste (UUID)
api-kind-date = päivä
api-kind-moment = ajanhetki
api-kind-text = teksti
api-kind-whole = kokonaisluku
api-kind-number = luku
api-kind-boolean = tosi tai epätosi
api-kind-any = mikä tahansa arvo
api-status-200 = Onnistui
api-status-201 = Luotu
api-status-202 = Otettu vastaan; tehdään taustalla
api-status-204 = Tehty, ei kerrottavaa
api-status-400 = Pyyntöä ei voi lukea
api-status-401 = Tunniste puuttuu tai ei ole enää voimassa
api-status-403 = Ei sallittu
api-status-404 = Tällaista ei ole
api-status-405 = Osoite ei tunne tätä metodia
api-status-409 = Ei sovi nykyiseen tilanteeseen
api-status-412 = Joku muu muutti tietoa ensin
api-status-413 = Liian suuri
api-status-415 = Väärä mediatyyppi
api-status-422 = Ymmärrettiin, mutta jotain on väärin
api-status-428 = Versio puuttuu
api-status-429 = Liian monta pyyntöä; yritä hetken kuluttua
api-status-500 = Vika on meidän
api-status-503 = Hetken poissa käytöstä; yritä uudelleen
