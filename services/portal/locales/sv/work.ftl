# Visits, exchanges and other activities.
activities-title = Besök och utbyten
activities-lead = Besök, utbyten, seminarier, evenemang, kultur, utbildning och intressebevakning: vilka, var, hur många och vad man lärde sig.
activities-none = Inget har lagts till ännu. Det som läggs till syns här och räknas med i årsuppföljningen.
activities-count = { $count ->
   [one] { $count } aktivitet
   *[other] { $count } aktiviteter
}
activities-back = Alla besök och utbyten
activity-new-title = Lägg till ett besök eller utbyte
activity-edit-title = Ändra besöket eller utbytet
activity-unit = Ansvarig enhet
activity-participants = Deltagare
activity-participants-none = Inga deltagare har antecknats.
activity-people = Deltagare totalt
activity-serves = Resultat
activity-more = Mer: språk, kostnad, projekt, partner, teman
more-about-group = Yrke och land
participants-country = Land som de reste till eller kom från
duration-years = { $years } år
not-over-before = Slutar tidigast
begun-by = Börjar senast

# Partners and twin towns.
partners-title = Partner och vänorter
partners-lead = Kommuner, lärosäten, företag och andra som vi samarbetar med, och när något senast gjordes tillsammans.
partners-none = Inga partner har lagts till ännu.
partners-count = { $count ->
   [one] { $count } partner
   *[other] { $count } partner
}
partners-back = Alla partner
partner-new-title = Lägg till en partner
partner-edit-title = Ändra partnern
partner-dormant = vilande
partner-is-dormant = Vilande partner
partner-dormant-told = Inget har gjorts med denna partner på två år.
twin-town-standing = Vänortsrelationens status
twin-town-standing-hint = Lämna tomt om partnern inte är en vänort.
last-activity = Senaste aktivitet
website-hint = Till exempel https://example.org/
notes = Anteckningar
partner-projects = Projekt med partnern
partner-projects-none = Inget projekt nämner denna partner.
partner-activities = Gjort tillsammans
partner-activities-none = Inget gemensamt har antecknats.

# Networks and memberships in them.
networks-title = Nätverk
networks-lead = Nätverk och representationskontor som vi hör till, och vem som ansvarar för medlemskapet.
networks-none = Inga nätverk har lagts till ännu.
networks-count = { $count ->
   [one] { $count } nätverk
   *[other] { $count } nätverk
}
networks-back = Alla nätverk
network-new-title = Lägg till ett nätverk
network-edit-title = Ändra nätverket
network-memberships = Medlemskap
network-memberships-none = Inga medlemskap har antecknats ännu.
network-answers = Ansvarig
network-membership-new-title = Lägg till ett medlemskap
network-membership-new-lead = Antingen en egen enhet eller en utomstående organisation ansvarar för det.
network-membership-edit-title = Ändra medlemskapet
network-membership-delete-title = Ska medlemskapet raderas?
network-membership-delete-lead = Om medlemskapet har upphört, ange hellre dess sista dag: då syns det fortfarande i uppföljningen för de åren.
network-activities = Gjort i nätverket
network-activities-none = Inget som gjorts i nätverket har antecknats.

# Deleting.
delete = Radera
removal-title = Ska ”{ $name }” raderas?
removal-lead = Bilagorna försvinner samtidigt. Det går inte att ångra; historiken finns kvar.

# Languages that are spoken.
spoken-fi = finska
spoken-sv = svenska
spoken-en = engelska
spoken-no = norska
spoken-da = danska
spoken-is = isländska
spoken-se = nordsamiska
spoken-et = estniska
spoken-lv = lettiska
spoken-lt = litauiska
spoken-de = tyska
spoken-fr = franska
spoken-es = spanska
spoken-it = italienska
spoken-nl = nederländska
spoken-pl = polska
spoken-pt = portugisiska
spoken-ru = ryska
spoken-uk = ukrainska
spoken-zh = kinesiska
spoken-ja = japanska
