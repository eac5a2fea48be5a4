# Visits, exchanges and other activities.
activities-title = Vierailut ja vaihdot
activities-lead = Vierailut, vaihdot, seminaarit, tapahtumat, kulttuuri, koulutus ja edunvalvonta: ketkä, missä, montako ja mitä opittiin.
activities-none = Mitään ei ole vielä lisätty. Lisätyt näkyvät täällä ja lasketaan vuosiseurantaan.
activities-count = { $count ->
   [one] { $count } vierailu tai vaihto
   *[other] { $count } vierailua tai vaihtoa
}
activities-back = Kaikki vierailut ja vaihdot
activity-new-title = Lisää vierailu tai vaihto
activity-edit-title = Muokkaa vierailua tai vaihtoa
activity-unit = Vastuuyksikkö
activity-participants = Osallistujat
activity-participants-none = Osallistujia ei ole kirjattu.
activity-people = Osallistujia yhteensä
activity-serves = Tulokset
activity-more = Lisää: kielet, kustannus, hanke, kumppanit, teemat
more-about-group = Ammatti ja maa
participants-country = Maa, johon mentiin tai josta tultiin
duration-years = { $years } vuotta
not-over-before = Päättyy aikaisintaan
begun-by = Alkaa viimeistään

# Partners and twin towns.
partners-title = Kumppanit ja ystävyyskunnat
partners-lead = Kunnat, oppilaitokset, yritykset ja muut, joiden kanssa toimimme, ja milloin viimeksi tehtiin jotain yhdessä.
partners-none = Kumppaneita ei ole vielä lisätty.
partners-count = { $count ->
   [one] { $count } kumppani
   *[other] { $count } kumppania
}
partners-back = Kaikki kumppanit
partner-new-title = Lisää kumppani
partner-edit-title = Muokkaa kumppania
partner-dormant = hiljainen
partner-is-dormant = Hiljainen kumppani
partner-dormant-told = Tämän kumppanin kanssa ei ole tehty mitään kahteen vuoteen.
twin-town-standing = Ystävyyskuntasuhteen tila
twin-town-standing-hint = Jätä tyhjäksi, jos kumppani ei ole ystävyyskunta.
last-activity = Viimeisin yhteinen toiminta
website-hint = Esimerkiksi https://example.org/
notes = Muistiinpanot
partner-projects = Hankkeet kumppanin kanssa
partner-projects-none = Mikään hanke ei mainitse tätä kumppania.
partner-activities = Tehty yhdessä
partner-activities-none = Yhdessä tehtyä ei ole kirjattu.

# Networks and memberships in them.
networks-title = Verkostot
networks-lead = Verkostot ja edustustot, joihin kuulumme, ja kuka jäsenyydestä vastaa.
networks-none = Verkostoja ei ole vielä lisätty.
networks-count = { $count ->
   [one] { $count } verkosto
   *[other] { $count } verkostoa
}
networks-back = Kaikki verkostot
network-new-title = Lisää verkosto
network-edit-title = Muokkaa verkostoa
network-memberships = Jäsenyydet
network-memberships-none = Jäsenyyksiä ei ole vielä kirjattu.
network-answers = Vastuutaho
network-membership-new-title = Lisää jäsenyys
network-membership-new-lead = Siitä vastaa joko oma yksikkö tai ulkopuolinen organisaatio.
network-membership-edit-title = Muokkaa jäsenyyttä
network-membership-delete-title = Poistetaanko jäsenyys?
network-membership-delete-lead = Jos jäsenyys on päättynyt, kirjaa mieluummin sen viimeinen päivä: silloin se näkyy edelleen noiden vuosien seurannassa.
network-activities = Tehty verkostossa
network-activities-none = Verkostossa tehtyä ei ole kirjattu.

# Deleting.
delete = Poista
removal-title = Poistetaanko ”{ $name }”?
removal-lead = Liitteet poistuvat samalla. Poistoa ei voi perua; historia säilyy.

# Languages that are spoken.
spoken-fi = suomi
spoken-sv = ruotsi
spoken-en = englanti
spoken-no = norja
spoken-da = tanska
spoken-is = islanti
spoken-se = pohjoissaame
spoken-et = viro
spoken-lv = latvia
spoken-lt = liettua
spoken-de = saksa
spoken-fr = ranska
spoken-es = espanja
spoken-it = italia
spoken-nl = hollanti
spoken-pl = puola
spoken-pt = portugali
spoken-ru = venäjä
spoken-uk = ukraina
spoken-zh = kiina
spoken-ja = japani
