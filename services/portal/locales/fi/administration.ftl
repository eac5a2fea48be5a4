# Units, one by one.
units-on = Olemassa päivänä
units-back = Kaikki yksiköt
unit-ended = päättynyt
unit-ended-told = Yksikköä ei enää ole. Se säilyy vuosiensa seurannassa.
unit-merged-into = Sen työtä jatkaa
units-below = Alemmat yksiköt
units-below-none = Sen alla ei ole yksiköitä.
unit-statements = Selvitykset
unit-statements-none = Yksiköltä ei ole vielä pyydetty selvitystä.
unit-edit-title = Muokkaa yksikköä
unit-edit-lead = Tässä korjattu nimi korjautuu myös menneeltä ajalta. Kun yksikön nimi vaihtuu, anna sille uusi nimi jostakin päivästä alkaen.
unit-merge-link = Yhdistä toiseen yksikköön
unit-merge-title = Yhdistä ”{ $name }” toiseen yksikköön
unit-merge-lead = Yksikkö päättyy edellisenä päivänä. Sen alemmat yksiköt siirtyvät toisen yksikön alle; mitä se on tehnyt, säilyy sen nimellä.
unit-merge-into = Yksikkö, joka jatkaa sen työtä
unit-merge-on = Ensimmäinen päivä toisessa yksikössä
unit-merge-submit = Yhdistä
removal-lead-unit = Vain vahingossa lisätty yksikkö poistetaan. Toiminut yksikkö päätetään tai yhdistetään, jolloin se säilyy vuosiensa seurannassa.

# Names over time.
names = Nimet eri aikoina
names-none = Nimi on ollut koko ajan sama.
rename-link = Uusi nimi
rename-title = Uusi nimi: ”{ $name }”
rename-lead = Päivää aiemmat tiedot säilyvät vanhalla nimellä.
rename-name = Uusi nimi
rename-from = Mistä päivästä alkaen
rename-submit = Ota uusi nimi käyttöön

# People, one by one.
people-lead = Kuka on organisaatiossa missäkin tehtävässä ja mistä alkaen.
people-ended = Myös ne, joiden jäsenyys on päättynyt
people-count = { $count ->
   [one] { $count } henkilö
   *[other] { $count } henkilöä
}
person-ended = päättynyt
role-everywhere = Koko organisaatio
membership-roles = Roolit
membership-roles-none = Henkilöllä ei ole roolia.
membership-ended-told = Tämä jäsenyys ei ole enää voimassa. Henkilön tekemät asiat säilyvät historioissa.
membership-edit-title = Roolit ja päivät: { $name }
membership-edit-lead = Roolin voi poistaa jättämällä rivin tyhjäksi. Muutos on voimassa heti. Jos olet kirjautunut aikaa sitten, sinua pyydetään vahvistamaan henkilöllisyytesi.
membership-end-title = Päätä jäsenyys: { $name }
membership-end-lead = Henkilö poistuu heti eikä enää pääse organisaation tietoihin. Hänen tekemänsä asiat säilyvät. Kutsulla hän pääsee takaisin.
membership-end-submit = Päätä jäsenyys
done-membership-ended = Jäsenyys on päättynyt.

# Who may do what.
roles-title = Kuka saa tehdä mitä
roles-lead = Mitä kukin rooli saa tehdä ja miten laajasti: kaikkea organisaatiossa, vain omassa yksikössä ja sen alaisissa tai vain omia asioitaan. Kukaan ei ulotu sen yksikön ulkopuolelle, jota rooli koskee.
roles-count = { $count ->
   [one] { $count } oikeus
   *[other] { $count } oikeutta
}
permission = Oikeus
roles-proof = Henkilöllisyyden vahvistus
roles-proven = { $minutes } minuutin sisällä
reach-any = kaikki
reach-unit = oma yksikkö
reach-own = omat
permission-organisation-read = Nähdä organisaation tiedot
permission-organisation-edit = Muuttaa organisaation omia tietoja
permission-units-read = Nähdä yksiköt
permission-units-edit = Lisätä, nimetä, siirtää ja yhdistää yksiköitä
permission-people-read = Nähdä, kuka on missäkin roolissa
permission-invitations-read = Nähdä, keitä on kutsuttu
permission-people-edit = Kutsua ihmisiä, antaa ja ottaa rooleja
permission-second_factors-reset = Poistaa kadonnut kaksivaiheinen kirjautuminen
permission-themes-read = Nähdä teemat
permission-themes-edit = Lisätä, muuttaa, jakaa ja ottaa käyttöön teemoja
permission-subscriptions-read = Nähdä tilauspyynnöt (kuntaliitto)
permission-subscriptions-decide = Ratkaista tilauspyynnöt (kuntaliitto)
permission-sharing-read = Nähdä, mitä muille annetaan ja mitä on saatu
permission-sharing-manage = Antaa tietoja muille ja ottaa niitä takaisin
permission-organisations-find = Etsiä organisaatioita, joille antaa tietoja
permission-mails-read = Nähdä lähetetyt kirjeet
permission-mails-retry = Lähettää epäonnistunut kirje uudelleen
permission-journal-read = Lukea muutoslokia
permission-goals-read = Nähdä tavoitteet, mittarit, ohjausasiakirjat ja selvitykset
permission-goal_levels-edit = Nimetä tavoitetasot
permission-policies-edit = Kirjoittaa ohjausasiakirjoja ja kirjata niiden päätökset
permission-goals-edit = Asettaa ja muuttaa tavoitteita
permission-goals-close = Päättää tavoitteita ja avata niitä uudelleen
permission-goals-judge = Arvioida tavoitteen tilaa
permission-goal_thresholds-edit = Asettaa tavoitteiden tilan raja-arvot
permission-goal_links-edit = Liittää tavoitteisiin hankkeita, verkostoja ja toimintaa
permission-assignments-edit = Antaa yksiköille toimeksiantoja
permission-assignments-complete = Merkitä toimeksianto tehdyksi
permission-indicators-edit = Määritellä mittareita
permission-indicator_values-edit = Antaa ja korjata arvoja
permission-statements-manage = Avata vuosittainen selvityskierros, muistuttaa ja lukita
permission-statements-edit = Kirjoittaa ja antaa yksikön selvitys
permission-projects-read = Nähdä hankkeet, verkostot, kumppanit ja toiminta
permission-projects-edit = Lisätä, muuttaa ja poistaa hankkeita
permission-applications-edit = Viedä hakemuksia eteenpäin ja pitää rahoitussuunnitelmia
permission-activities-edit = Lisätä, muuttaa ja poistaa vierailuja ja vaihtoja
permission-partners-edit = Ylläpitää kumppaneita ja ystävyyskuntia
permission-networks-edit = Ylläpitää verkostoja ja niiden jäsenyyksiä
permission-registers-read = Nähdä koosteet ja se, mikä itseä odottaa
permission-reports-read = Lukea vuosiseurantaa
permission-reports-edit = Koota vuosiseuranta ja muokata sen tekstejä
permission-reports-lock = Lukita vuosiseuranta
permission-completeness-ask = Pyytää kaikilta, mitä puuttuu
permission-exports-make = Viedä pitkiä luetteloita tiedostoiksi
permission-exports-read = Hakea ja poistaa omia tiedostoja
permission-aggregates-read = Nähdä usean organisaation yhteisluvut
permission-releases-release = Julkaista yhteislukuja
permission-releases-withdraw = Vetää julkaistuja lukuja takaisin
permission-shared-read = Nähdä, mitä muut antavat nimeltä

# Themes, one by one.
themes-title = Teemat
themes-lead = Millä tavoitteet, hankkeet, verkostot ja toiminta luokitellaan. Kukin teemaluokitus katsoo työtä yhdestä suunnasta.
themes-none = Teemoja ei vielä ole. Lisää teemaluokitus tai ota käyttöön kuntaliiton jakama.
themes-back = Kaikki teemat
theme-new-title = Lisää teema
theme-edit-title = Muokkaa teemaa
theme-name = Teeman nimi
theme-code = Koodi
theme-code-hint = Kirjaimia, numeroita ja yhdysviivoja, esimerkiksi T1. Tiedostot ja rajapinta nimeävät teeman sillä.
theme-goals = Tavoitteet
theme-goals-none = Millään tavoitteella ei ole tätä teemaa.
theme-projects = Hankkeet
theme-projects-none = Millään hankkeella ei ole tätä teemaa.
theme-networks = Verkostot
theme-networks-none = Millään verkostolla ei ole tätä teemaa.
theme-activities = Vierailut ja vaihdot
theme-activities-none = Millään toiminnalla ei ole tätä teemaa.
themes-below = Alemmat teemat
themes-below-none = Sen alla ei ole teemoja.
taxonomy-new-title = Lisää teemaluokitus
taxonomy-edit-title = Muokkaa teemaluokitusta
taxonomy-key = Avain
taxonomy-key-hint = Pieniä kirjaimia, numeroita ja yhdysviivoja, esimerkiksi kansainvalisyys. Sitä ei voi muuttaa myöhemmin.
taxonomy-empty = Siinä ei ole vielä teemoja.
taxonomy-from = Otettu käyttöön lähteestä: { $name }
taxonomy-is-shared = jaettu muille
taxonomy-shared-hint = Muut organisaatiot voivat ottaa sen teemoineen käyttöön. Tallenna uudelleen, kun haluat julkaista myöhemmät muutokset; jo käyttöön otettu pysyy ennallaan.
taxonomies-shared-title = Jaetut teemaluokitukset
taxonomies-shared-lead = Kuntaliitot jakavat näitä kaikkien käyttöön. Käyttöön ottamanne on omanne, ja voitte muuttaa sitä.
taxonomies-shared-empty = Kukaan ei juuri nyt jaa teemaluokituksia.
taxonomy-published = { $name }, { $date }
taxonomy-is-here = jo käytössä
taxonomy-adopt = Ota käyttöön
removal-lead-theme = Teema poistuu kaikelta, millä se on. Poistoa ei voi perua; historia säilyy.
removal-lead-taxonomy = Vain teemaluokituksen, jossa ei ole teemoja, voi poistaa. Historia säilyy.
done-taxonomy-adopted = Teemaluokitus on otettu käyttöön teemoineen.

# What a service may refuse here.
fault-unknown_unit = Yksikköä ei löydy.
fault-own_branch = Yksikköä ei voi yhdistää itseensä eikä alempaan yksikköönsä.
fault-not_there = Toista yksikköä ei ole olemassa sinä päivänä.
fault-already_merged = Yksikkö on jo yhdistetty toiseen.
fault-has_children = Sen alla on vielä jotakin: siirrä se ensin.
fault-in_use = Siihen on sidottu jonkun rooli: muuta rooli ensin.
fault-unknown_theme = Teemaa ei löydy tästä luokituksesta.
fault-unknown_taxonomy = Teemaluokitusta ei löydy.
fault-bad_key = Avain kirjoitetaan pienin kirjaimin, numeroin ja yhdysviivoin, enintään 50 merkkiä.
fault-key_taken = Toisella teemaluokituksella on jo tämä avain.
fault-already_adopted = Organisaationne on jo ottanut tämän luokituksen käyttöön.
fault-not_an_association = Vain kuntaliitto jakaa teemaluokituksia.
fault-has_themes = Siinä on teemoja: poista ne ensin.
fault-is_shared = Se on jaettu muille: lopeta jakaminen ensin.
