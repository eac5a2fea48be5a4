# Steering documents and their editions.
policies-title = Ohjausasiakirjat
policies-lead = Strategiat, linjaukset, ohjelmat, suunnitelmat ja ohjeet: mitä päätettiin, milloin ja kuka päätti, ja mitä niissä luki aiemmin.
policies-none = Ohjausasiakirjoja ei ole vielä lisätty.
policies-count = { $count ->
   [one] { $count } asiakirja
   *[other] { $count } asiakirjaa
}
policies-back = Kaikki ohjausasiakirjat
policy-back = Takaisin asiakirjaan
policy-new-title = Lisää ohjausasiakirja
policy-new-lead = Asiakirja alkaa ensimmäisen versionsa luonnoksena. Lausuntokierros, päätös ja voimaantulo kirjataan myöhemmin vaihe vaiheelta.
policy-edit-title = Muokkaa luonnosta
policy-themes-title = Muuta teemoja
policy-themes-lead = Versio on esitetty päätettäväksi tai siitä on päätetty, joten sen teksti ei enää muutu. Jos tekstiä pitää muuttaa, palauta esitys valmisteluun tai aloita uusi versio.
policy-supersedes-hint = Asiakirja, jonka tilalle tämä tulee, kun tämä tulee voimaan.
policy-way = Version vaiheet
policy-steps = Valmistelu ja päätökset
policy-steps-none = Mitään ei ole vielä kirjattu.
policy-step-title = Kirjaa seuraava vaihe
policy-step-lead = Kun versio tulee voimaan, edellisen version ja korvattavan asiakirjan voimassaolo päättyy samana päivänä.
policy-decided-by = Päättäjä
policy-decided-by-hint = Tarvitaan, kun asiakirja hyväksytään. Esimerkiksi valtuusto.
policy-editions = Versiot
policy-editions-none = Versioita ei ole.
policy-assignments = Toimeksiannot
policy-assignments-none = Asiakirjan perusteella ei ole vielä annettu toimeksiantoja.
policy-goals = Tavoitteet
policy-goals-none = Asiakirjassa ei ole asetettu tavoitteita.
edition = Versio { $number }
edition-open = Aloita uusi versio
edition-new-title = Aloitetaanko asiakirjan ”{ $name }” uusi versio?
edition-new-lead = Uusi versio alkaa luonnoksena, jossa on edellisen version teksti. Edellinen on voimassa, kunnes uusi tulee voimaan, ja sen voi lukea jatkossakin.
edition-opened = Aloitettu
edition-older = Tämä on aiempi versio. Uusin on versio { $number }.
edition-stands = Tämä versio on voimassa. Versio { $number } on valmisteltavana.
editions-compare = Vertaa versioita
editions-from = Aiempi versio
editions-to = Uudempi versio
editions-show = Vertaa
editions-document = Koko asiakirja
editions-alike = Versioiden teksti on sama.
editions-unchanged = Luvut, jotka ovat molemmissa samat
editions-alone = Versioita on vain yksi, joten vertailtavaa ei ole.
section-new = uusi luku
section-gone = poistettu
added-on = Lisätty
done-edition-opened = Uusi versio on aloitettu. Muokkaa luonnosta ja kirjaa vaiheet sitä mukaa kuin asia etenee.

# Assignments.
assignments-title = Toimeksiannot
assignments-lead = Mitä yksiköiden tehtäväksi on annettu ohjausasiakirjojen ja tavoitteiden perusteella, ja mihin mennessä.
assignments-none = Toimeksiantoja ei ole vielä annettu.
assignments-count = { $count ->
   [one] { $count } toimeksianto
   *[other] { $count } toimeksiantoa
}
assignments-back = Kaikki toimeksiannot
assignment-new-title = Anna toimeksianto
assignment-edit-title = Muokkaa toimeksiantoa
assignment-complete = Merkitse tehdyksi
assignment-reopen = Avaa uudelleen
removal-lead-assignment = Poistoa ei voi perua; historia säilyy.
assignment-late = myöhässä
done-assignment-completed = Toimeksianto on merkitty tehdyksi.
done-assignment-reopened = Toimeksianto on taas avoin.

# Faults by the code a service gives them.
fault-already_done = Toimeksianto on jo tehty. Avaa se uudelleen ennen kuin muutat sitä.
fault-not_done = Toimeksianto on jo avoin.
fault-edition_fixed = Versio on esitetty päätettäväksi tai siitä on päätetty, joten sen teksti ei enää muutu. Palauta esitys valmisteluun tai aloita uusi versio.
fault-edition_open = Uusimmasta versiosta ei ole vielä päätetty, joten sen rinnalle ei voi aloittaa uutta.
fault-no_such_step = Tämä vaihe ei voi seurata sitä, jossa asiakirja on.
fault-before_last_step = Päivä on aikaisempi kuin viimeksi kirjatun vaiheen.
fault-policy_in_use = Asiakirjasta on päätetty, tai siihen viittaa tavoitteita, toimeksiantoja tai muita asiakirjoja. Kirjaa mieluummin, että sen voimassaolo on päättynyt.
fault-unknown_policy = Asiakirjaa ei löydy.
fault-itself = Asiakirja ei korvaa itseään: aloita uusi versio.
