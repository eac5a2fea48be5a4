project = Hanke
projects-title = Hankkeet
projects-lead = EU-hankkeet, muut kansainväliset, kansalliset ja omat hankkeet.
projects-none = Hankkeita ei ole vielä lisätty. Lisätyt hankkeet näkyvät täällä ja vuosiseurannassa.
projects-count = { $count ->
   [one] { $count } hanke
   *[other] { $count } hanketta
}
projects-back = Kaikki hankkeet
project-new-title = Lisää hanke
project-edit-title = Muokkaa hanketta
project-title = Hankkeen nimi
project-kind = Laji
project-role = Roolimme
project-money = Rahoitus ja asiointi
project-content = Sisältö
acronym = Lyhenne
programme = Ohjelma
funder = Rahoittaja
operation-id = Hankekoodi rahoittajalla
total-cost = Kustannusarvio
summary = Tiivistelmä
resident-benefit = Hyöty asukkaille
public-card = Hankekortti on julkinen
work-packages = Työpaketit
work-package = Työpaketti { $number }
work-package-more = Mitä siinä tehdään
project-partners = Hankkeen kumppanit
project-goals = Tavoitteet, joita hanke edistää
project-relations = Liittyvät hankkeet
work-package-title = Työpaketin nimi

# Applications and their financing.
application = Hakemus
applications = Hakemukset
applications-lead = Mitä on haettu, missä vaiheessa kukin hakemus on ja mitä siitä tuli.
applications-none-yet = Ei vielä hakemuksia. Ne avataan hankkeiden sivuilla.
applications-count = { $count ->
   [one] { $count } hakemus
   *[other] { $count } hakemusta
}
application-submitted-year = Jätetty vuonna
application-newest-step = Viimeisin vaihe kirjattu
applications-none = Hankkeella ei ole vielä hakemuksia.
application-new-title = Lisää hakemus
application-submitted-on = Jätetty
application-path = Hakemuksen vaiheet
application-steps = Kirjatut vaiheet
call = Hakuilmoitus
applied = Haettu summa
granted = Myönnetty
conditions = Ehdot
step = Vaihe
step-title = Kirjaa seuraava vaihe
step-to = Uusi vaihe
step-on = Milloin
decided-by = Päättäjä
financing = Rahoitussuunnitelma
financing-title = Rahoitussuunnitelma
financing-edit = Muokkaa rahoitussuunnitelmaa
financing-lead = Rahoituslähteiden summan pitää olla yhtä suuri kuin kokonaissumma.
financing-total = Kokonaissumma
financing-source = Lähde { $number }
financing-gap = Suunnitelma ei täsmää: lähteistä puuttuu { $amount }.
financing-excess = Suunnitelma ei täsmää: lähteitä on { $amount } liikaa.
source = Lähde
source-kind = Muoto
source-name = Rahoittajan nimi
amount = Määrä
