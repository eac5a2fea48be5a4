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

# What a service may refuse here.
fault-unknown_unit = Yksikköä ei löydy.
fault-own_branch = Yksikköä ei voi yhdistää itseensä eikä alempaan yksikköönsä.
fault-not_there = Toista yksikköä ei ole olemassa sinä päivänä.
fault-already_merged = Yksikkö on jo yhdistetty toiseen.
fault-has_children = Sen alla on vielä jotakin: siirrä se ensin.
fault-in_use = Siihen on sidottu jonkun rooli: muuta rooli ensin.
