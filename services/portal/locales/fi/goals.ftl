goals-title = Tavoitteet
goals-lead = Mihin pyritään, millä mitataan ja kuka vastaa.
goals-none = Tavoitteita ei ole vielä asetettu.
goals-count = { $count ->
   [one] { $count } tavoite
   *[other] { $count } tavoitetta
}
goals-back = Kaikki tavoitteet
goals-served = Tavoitteet, joita hanke edistää
goal-new-title = Lisää tavoite
goal-new-below = Lisää osatavoite
goal-title = Tavoite
goal-parent = Ylempi tavoite
level = Taso
accountable-unit = Vastaava yksikkö
responsible-units = Toteuttavat yksiköt
cross-cutting = Läpileikkaava tavoite
to-be-measured = Tavoite mitataan mittarilla
goal-close = Päätä tavoite
goal-reopen = Avaa tavoite uudelleen

# Indicators and values.
indicators = Mittarit
indicators-none = Ei mittareita.
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
values-none = Arvoja ei ole vielä annettu.
value = Arvo
value-new-title = Anna arvo
value-of = { $numerator } / { $denominator }
value-period = Jakso
value-period-hint = Esimerkiksi 2026, 2026-H1, 2026-Q3 tai 2026-11
value-unit = Yksikkö, jota arvo koskee
value-status = Arvon tila
provenance = Mistä arvo on saatu
scale-level = Porras asteikolla
evidence = Näyttö
