# Monen organisaation yhteiset luvut.
national-title = Yhteisluvut
national-lead = Summat niistä organisaatioista, jotka jakavat lukunsa teille. Vain julkaistut luvut näytetään, eikä julkaistu luku muutu.
national-caption = Julkaistut luvut mittareittain ja vuosittain
national-back = Yhteisluvut
measure = Mittari
measure-projects_under_way = Käynnissä olevat hankkeet
measure-eu_funding_granted_eur = Myönnetty EU-rahoitus, euroa
measure-eu_funding_granted_sek = Myönnetty EU-rahoitus, Ruotsin kruunua
measure-network_memberships = Verkostojäsenyydet
measure-activities = Vierailut, vaihdot ja muu toiminta
measure-participants = Toimintaan osallistuneet
measure-goals_with_indicator = Tavoitteet, joilla on mittari
figure = Luku
figure-not-shown = Ei näytetä
figure-not-released = Ei julkaistu
coverage-band = Kattavuus
coverage-band-under_10 = alle 10 organisaatiota
coverage-band-10_to_24 = 10–24 organisaatiota
coverage-band-25_to_49 = 25–49 organisaatiota
coverage-band-50_to_99 = 50–99 organisaatiota
coverage-band-100_to_199 = 100–199 organisaatiota
coverage-band-200_or_more = vähintään 200 organisaatiota
releases-title = Mitä on julkaistu
releases-none = Mitään ei ole vielä julkaistu.
released-at = Julkaistu
withdrawn-at = Vedetty takaisin
release-state-released = julkaistu
release-state-withheld = ei näytetä
release-state-withdrawn = vedetty takaisin
release-new-title = Julkaise luku
release-new-lead = Luku lasketaan kerran niistä, jotka nyt jakavat sen, ja se on lopullinen: se ei muutu, vaikka joku liittyy, lähtee tai korjaa tietojaan. Jos luvusta voisi päätellä yksittäisen organisaation tietoja, sitä ei näytetä, ja sekin koskee koko vuotta. Julkaise siis vuosi vasta, kun kaikki ovat ehtineet mukaan. Sinua pyydetään vahvistamaan henkilöllisyytesi.
release-submit = Julkaise pysyvästi
release-withdraw = Vedä luku takaisin
release-withdraw-lead = Luku poistetaan täältä kaikkialta, eikä sitä julkaista enää tälle vuodelle. Lukunsa jo nähnyt tietää sen yhä. Sinua pyydetään vahvistamaan henkilöllisyytesi.

# Mitä muut antavat nimellä.
shared-title = Muiden jakamat tiedot
shared-lead = Tiedot, jotka muut organisaatiot ovat päättäneet näyttää teille, siinä muodossa kuin organisaatiot itse niitä ylläpitävät. Jakaminen päättyy heti, kun ne sen päättävät.
shared-list-lead = Tiedot ovat siinä muodossa kuin organisaatiot itse niitä ylläpitävät. Mitä ne lakkaavat jakamasta, katoaa täältä.
shared-none = Teille jaetuissa tiedoissa ei ole vielä yhtään riviä.
shared-owners = Organisaatioittain
shared-owner = Organisaatio
shared-thing = Nimi
shared-kind = Laji
shared-role = Rooli
shared-since = Jäsen alkaen
shared-until = Asti
shared-participants = Osallistujat
shared-count = { $count ->
   [one] { $count } rivi
   *[other] { $count } riviä
}
dataset-goals = Tavoitteet
dataset-projects = Hankkeet
dataset-networks = Verkostot
dataset-activities = Vierailut, vaihdot ja muu toiminta
