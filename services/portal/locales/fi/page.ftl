# The frame of every page.
skip-to-content = Siirry sisältöön
navigation-own = Omat
navigation-menu = Valikko
navigation-sections = Osiot
area-strategy = Strategia ja tavoitteet
area-work = Hankkeet ja verkostot
area-follow-up = Seuranta
area-together = Yhteiset tiedot
area-administration = Hallinta
navigation-start = Alku
navigation-goals = Tavoitteet
navigation-statements = Yksiköiden selvitykset
navigation-projects = Hankkeet
navigation-reports = Vuosiseuranta
navigation-national = Yhteisluvut
navigation-shared = Muiden jakamat
navigation-units = Yksiköt
navigation-people = Ihmiset
navigation-sharing = Tietojen jakaminen
navigation-requests = Tilauspyynnöt
navigation-organisations = Vaihda organisaatiota
navigation-profile = Oma profiili
navigation-sessions = Kirjautumiset
sign-out = Kirjaudu ulos
switch-language = Kieli
switch-colours = Ulkoasu

# Words used everywhere.
yes = kyllä
no = ei
all = Kaikki
show = Näytä
save = Tallenna
cancel = Peruuta
edit = Muokkaa
choose = Valitse
optional = vapaaehtoinen
currency = Valuutta
status = Tila
actions = Toiminnot
date = Päivä
year = Vuosi
note = Huomautus
reason = Perustelu
period = Aika
begins = Alkaa
ends = Päättyy
description = Kuvaus
theme = Teema
themes = Teemat
organisation = Organisaatio
total = Yhteensä
download = Lataa tiedostona
case-number = Diaarinumero
in-language-fi = suomeksi
in-language-sv = ruotsiksi
in-language-en = englanniksi
text-in-fi = Suomeksi
text-in-sv = Ruotsiksi
text-in-en = Englanniksi
text-other-languages = Muilla kielillä
nothing-to-choose = Ei vielä mitään valittavaa.

# How exact a figure is.
figure-at_least = vähintään { $value }
figure-about = noin { $value }

# Lists.
filters = Rajaa luetteloa
filter = Rajaa
clear-filters = Poista rajaukset
search-words = Hakusanat
pages = Sivut
first-page = Ensimmäinen sivu
next-page = Seuraava sivu
download-csv = Lataa taulukkona (CSV)
download-xlsx = Lataa työkirjana (XLSX)
list-empty = Luettelo on tyhjä.
list-nothing-found = Näillä rajauksilla ei löytynyt mitään.
list-count = { $count ->
   [one] { $count } rivi
   *[other] { $count } riviä
}
list-count-of-page = { $count } tällä sivulla

# What was just done.
done-created = Lisätty.
done-saved = Tallennettu.
done-value-corrected = Arvo on korjattu. Aiempi säilyy sen historiassa.
done-deleted = Poistettu.
done-signed-out = Olet kirjautunut ulos.
done-session-ended = Kirjautuminen on päätetty.
done-reset-requested = Jos osoite on meillä tiedossa, lähetimme siihen linkin, jolla voit valita uuden salasanan.
done-password-changed = Salasana on vaihdettu. Kirjaudu sisään uudella salasanalla.
done-erased = Tietosi on poistettu.
done-erased-of = Henkilön tiedot on poistettu.
done-second-factor-removed = Kaksivaiheinen kirjautuminen on poistettu käytöstä.
done-second-factor-reset = Kaksivaiheinen kirjautuminen on poistettu, ja henkilölle on kerrottu siitä.
done-request-rejected = Pyyntö on hylätty.
done-statement-submitted = Selvitys on annettu. Kiitos!
done-statement-reopened = Selvitystä voi taas muokata.
done-reminded = Muistutukset on lähetetty niille, joiden selvitys puuttuu.
done-locked = Kierros on lukittu.
done-drafted = Luonnos on koottu tiedoista. Lue se läpi ja täydennä.
done-redrafted = Luonnos on koottu uudelleen nykyisistä tiedoista.
done-report-locked = Vuosiseuranta on lukittu. Sen luvut eivät enää muutu.
done-values-entered = Arvot on tallennettu.
done-figure-released = Luku on julkaistu. Se ei enää muutu.
done-figure-withheld = Lukua ei voida näyttää. Tämä koskee koko vuotta.
done-figure-withdrawn = Luku on vedetty takaisin.
done-sharing-given = Tiedot on jaettu. Sopimus näkyy nyt molemmilla.
done-sharing-ended = Sopimus on päättynyt. Tiedot eivät enää näy saajalle.

# Luettelot, jotka kirjoitetaan tiedostoiksi.
exports-title = Tiedostot
export-of-report = Vuosiseuranta asiakirjana
exports-lead = Pitkät luettelot ja vuosiseurannat kirjoitetaan tiedostoiksi sillä aikaa, kun teet muuta. Tiedosto odottaa täällä seitsemän päivää, ja vain sinä voit hakea sen.
exports-none = Sinulla ei ole täällä tiedostoja. Pitkät luettelot ja vuosiseurannat tulevat tänne, kun lataat ne.
exports-refresh = Katso, miten pitkällä ne ovat
export-list = Luettelo
export-narrowed = { $list }, rajattuna
export-kind = Laji
export-rows = Rivejä
export-asked = Pyydetty
export-expires = Poistetaan
export-fetch = Lataa
export-delete = Poista
export-stop = Keskeytä
export-kib = { $count } kt
export-format-csv = CSV
export-format-csv_excel_nordic = CSV Exceliä varten
export-format-xlsx = Työkirja (XLSX)
export-format-pdf = PDF
export-state-waiting = Odottaa
export-state-running = Kirjoitetaan
export-state-done = Valmis
export-state-failed = Epäonnistui
done-export-begun = Siitä tulee pitkä: siitä kirjoitetaan tiedosto, jonka löydät täältä.

# Haku kaikesta.
search-title = Hae kaikesta
search-go = Hae
search-hint = Sanoja millä tahansa kielellä; myös taivutusmuodot löytyvät. Käytä lainausmerkkejä, kun haet täsmällistä ilmausta, ja miinusmerkkiä, kun jätät sanan pois.
search-needs-words = Kirjoita vähintään yksi sana ja enintään 200 merkkiä.
search-kinds = Missä sanat esiintyvät
search-all = Kaikki
search-hits = Hakutulokset
search-count = { $count ->
    [one] Yksi hakutulos
   *[other] { $count } hakutulosta
  }
search-many = Yli { $count } hakutulosta. Lisää sana, niin löydät etsimäsi.
search-none = Mitään ei löytynyt. Kokeile toista sanaa tai sanan alkua, tai jätä jokin sana pois.
