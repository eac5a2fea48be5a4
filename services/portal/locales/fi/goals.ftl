goals-title = Tavoitteet
goals-lead = Mihin pyritään, millä mitataan ja kuka vastaa.
goals-none = Tavoitteita ei ole vielä asetettu.
goals-count = { $count ->
   [one] { $count } tavoite
   *[other] { $count } tavoitetta
}
goals-below-it = { $count ->
   [one] Sen alla { $count } tavoite
   *[other] Sen alla { $count } tavoitetta
}
goals-below-what = Näytetään vain se, mikä on tavoitteen alla:
goals-back = Kaikki tavoitteet
goals-served = Tavoitteet, joita hanke edistää
goal-new-title = Lisää tavoite
goal-edit-title = Muokkaa tavoitetta
goal-more = Lisää: toteuttavat yksiköt, ohjausasiakirja, teemat, tilan laskutapa
goal-policy = Ohjausasiakirja, johon se kuuluu
goal-kind-hint = Suuntaa antava tavoite näyttää tien; ohjaavalla tavoitteella on tavoitetaso.
goal-levels-title = Tavoitteiden tasot
goal-levels-lead = Miten kutsutte tavoitteidenne tasoja ylhäältä alas. Tasoa, jolla on tavoitteita, ei voi poistaa.
level-name = Tason nimi
goals-it-serves = Tavoitteet, joita se edistää
goal-new-below = Lisää osatavoite
goal-title = Tavoite
goal-parent = Ylempi tavoite
level = Taso
accountable-unit = Vastuuyksikkö
responsible-units = Toteuttavat yksiköt
cross-cutting = Läpileikkaava tavoite
to-be-measured = Tavoite mitataan mittarilla
goal-close = Päätä tavoite
goal-reopen = Avaa tavoite uudelleen

# Indicators and values.
indicators = Mittarit
indicators-lead = Mistä näkee, miten tavoitteet etenevät: luvut, osuudet ja asteikot.
indicators-count = { $count ->
   [one] { $count } mittari
   *[other] { $count } mittaria
}
indicators-back = Kaikki mittarit
indicator-edit-title = Muokkaa mittaria
indicator-goals = Tavoitteet, joita se mittaa
indicator-ratio = Osuudelle: mitä lasketaan ja mistä joukosta
indicator-scale = Asteikolle: sen tasot
indicator-more = Lisää: muut tavoitteet, desimaalit, lähde, menetelmä
indicator-totals = Jaksoittain
indicator-totals-none = Ei vielä mitään yhteen laskettavaa.
indicator-total = Yhteensä
indicator-values = Arvot
indicator-values-none = Arvoja ei ole vielä annettu.
total-share = Joukosta
total-count = Mukana arvoja
total-preliminary = { $count ->
   [one] { $count } niistä on alustava
   *[other] { $count } niistä on alustavia
}
baseline-of = { $value } ({ $period })
targets = Tavoitetasot
goal-indicators-none = Mittareita ei vielä ole.
indicators-none = Mittareita ei vielä ole. Mittari lisätään tavoitteen sivulla.
indicators-missing = Tavoite on tarkoitus mitata, mutta siltä puuttuu mittari.
indicator-new-title = Lisää mittari
indicator-name = Mittari
indicator-kind = Laji
indicator-source = Tietolähde
unit-of-measure = Mittayksikkö
unit-of-measure-hint = Esimerkiksi prosentti, henkilö tai euro
direction = Hyvä suunta
frequency = Kuinka usein
decimals = Desimaaleja
numerator = Osoittaja
numerator-hint = Suhdeluvulle: mitä lasketaan, esimerkiksi oppilaat, joilla on kokemus
denominator = Nimittäjä
denominator-hint = Suhdeluvulle: mistä lasketaan, esimerkiksi kaikki oppilaat
target = Tavoitetaso
target-for = Tavoitetaso { $period }
target-value = Tavoitearvo
values = Arvot
value = Arvo
value-new-title = Anna arvo
value-edit-title = Muokkaa arvoa
value-correct = Korjaa
value-correct-title = Korjaa lopullinen arvo
value-correct-reason = Miksi se oli väärin
value-correct-reason-hint = Vanha arvo jää luettavaksi uuden rinnalle.
value-delete-title = Poistetaanko arvo?
value-of = { $numerator } / { $denominator }
value-period = Jakso
value-period-hint = Esimerkiksi 2026, 2026-H1, 2026-Q3 tai 2026-11
value-unit = Yksikkö, jota arvo koskee
value-status = Arvon tila
provenance = Mistä arvo on saatu
scale-level = Porras asteikolla
evidence = Näyttö

# How a goal is doing.
attainment-title = Tavoitteen toteutuminen
attainment-computed = Mittarien mukaan
attainment-line = Odotettu muutos kulkee suorana lähtötasosta tavoitetasoon. Jos jaksolta puuttuu arvo, tilaa ei tiedetä.
attainment-thresholds = Aikataulussa, kun odotetusta muutoksesta on toteutunut vähintään { $ontrack } %; seurattava, kun vähintään { $watch } %; muuten jäljessä.
attainment-figures = Mitä mittarit kertovat
attainment-actual = Toteutunut
attainment-expected = Odotettu
attainment-share = Osuus odotetusta muutoksesta, %
attainment-below = Alemmat tavoitteet
attainment-rule = Miten tila lasketaan
attainment-rule-change = Muuta tapaa, jolla tila lasketaan
judgement = Oma arviomme
judgement-none = Ei vielä arvioitu.
judgement-reasons = Perustelut
goal-judge = Arvioi tavoite
thresholds-title = Tavoitteiden tilan raja-arvot
threshold-on-track = Aikataulussa, kun toteutunut vähintään (% odotetusta)
threshold-watch = Seurattava, kun toteutunut vähintään (% odotetusta)
baseline = Lähtötaso
baseline-value = Arvo lähtötilanteessa

# What serves a goal, and what nothing serves.
links-title = Kansainvälinen toiminta, joka edistää tavoitetta
links-none = Tavoitteeseen ei ole vielä liitetty mitään.
link-kind = Laji
link-target = Hanke, verkosto tai toiminta
link-strength = Vahvuus
link-note = Millä tavalla
link-tie = Liitä tavoitteeseen toimintaa
link-untie = Poista liitos
link-by-plan = Hankkeen oman suunnitelman mukaan: { $share } % hankkeesta edistää tavoitetta.
link-gone = ei enää olemassa
coverage-title = Kattavuus: mikä edistää mitäkin tavoitetta
coverage-lead = Tavoitteet ja kansainvälinen toiminta. Se, mikä edistää alempaa tavoitetta, edistää myös ylempää.
coverage-picture = Kattavuus kuvana
coverage-caption = Mikä edistää kutakin tavoitetta
coverage-none = Tällä tasolla ei ole avoimia tavoitteita.
coverage-gap = aukko
coverage-cell = { $count }, enintään: { $strength }
coverage-gaps = Aukot
coverage-gaps-none = Aukkoja ei ole.

# Entering many values at once.
values-title = Anna arvoja taulukossa
values-lead = Kirjoita tai liitä rivejä taulukkolaskennasta. Kaikki tarkistetaan ennen kuin mitään tallennetaan.
values-caption = Arvot jaksolle { $period }
values-no-indicators = Yhtään mittaria ei mitata tällaiselta jaksolta. Valitse toinen jakso tai muuta mittarin mittausväliä.
values-no-change = Ei muutosta
values-paste = Taulukkolaskennasta kopioidut rivit
values-paste-hint = Yksi rivi kerrallaan: mittari, yksikkö (voi olla tyhjä), arvo. Suhdeluvusta osoittaja ja nimittäjä. Erottimena sarkain tai puolipiste; desimaalipilkku kelpaa.
values-save = Tallenna kaikki
values-check = Vain tarkista
values-nothing = Tallennettavaa ei ole: kirjoita, liitä tai valitse Ei muutosta.
values-checked = { $count ->
   [one] Yksi arvo on kunnossa, niistä uusia tai muuttuneita { $new }. Mitään ei ole vielä tallennettu.
   *[other] { $count } arvoa on kunnossa, niistä uusia tai muuttuneita { $new }. Mitään ei ole vielä tallennettu.
}
paste-unknown-indicator = Tämän nimistä mittaria ei ole: { $line }
paste-unknown-unit = Tämän nimistä yksikköä ei ole: { $line }
paste-no-value = Rivillä ei ole arvoa: { $line }
paste-too-many = Taulukko on täynnä; riville ei ole tilaa: { $line }
