# Units and people.
unit = Yksikkö
units-title = Yksiköt
units-lead = Valtuusto, hallitus, lautakunnat, toimialat, yksiköt, koulut ja yhtiöt.
units-none = Yksiköitä ei vielä ole. Lisää ensin valtuusto tai hallitus.
units-count = { $count ->
   [one] { $count } yksikkö
   *[other] { $count } yksikköä
}
unit-new-title = Lisää yksikkö
unit-name = Nimi
unit-kind = Laji
unit-parent = Ylempi yksikkö
short-name = Lyhyt nimi
validity = Voimassa
owner-unit = Vastuuyksikkö
my-unit = oma yksikkö
people-title = Ihmiset
people-none = Täällä ei ole vielä ketään.
people-back = Kaikki ihmiset
person-name = Nimi
person-title = Tehtävänimike
person-language = Kieli
role = Rooli
roles = Roolit
role-unit = Yksikkö, jota rooli koskee
role-unit-hint = Tarpeen, kun rooli on tietojen antaja.
role-unit-needed = Valitse yksikkö, jonka tietoja henkilö antaa.
invite-title = Kutsu mukaan
invite-lead = Kutsuttu saa sähköpostiin linkin, jolla hän valitsee salasanan.
invite-submit = Lähetä kutsu
invited-title = Kutsu on lähetetty
invited-name = { $name } on kutsuttu
invited-lead = Linkki on lähetetty sähköpostilla. Voit myös antaa sen itse; se näytetään vain nyt.
invitations = Kutsut
invitation-withdraw = Peru kutsu
expires = Voimassa asti

# The start page.
start-title = Seuraavat askeleeni
start-steps = Odottaa sinua
start-nothing = Mikään ei odota sinua juuri nyt.
start-begin = Aloita uutta
start-see = Tutustu
next-statement = Anna selvitys vuodelta { $year }
next-application = Vie hakemus eteenpäin
next-assignment = Tee annettu tehtävä
next-value = Anna arvo
next-report = Viimeistele vuosiseuranta { $year }
begin-goal = Mihin pyritään ja kuka vastaa
begin-project = Hanke kumppaneineen ja rahoituksineen
begin-values = Kauden arvot yhdessä taulukossa
begin-activity = Ketkä, missä ja mitä opittiin
begin-round = Jokainen yksikkö kertoo vuodestaan
begin-report = Kolmiosainen kooste vuoden työstä
see-goals = Mihin pyritään ja millä mitataan
see-projects = Mitä on käynnissä ja millä rahalla
see-statements = Miten yksiköt ovat käyttäneet kansainvälistä työtä
see-reports = Vuoden työ kolmessa osassa
