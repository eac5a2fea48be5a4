# Signing in, passwords, invitations.
sign-in-title = Kirjaudu sisään
sign-in-lead = Samverka kokoaa kunnan kansainvälisen ja läpileikkaavan työn tavoitteet, hankkeet ja tulokset yhteen.
sign-in-submit = Kirjaudu sisään
sign-in-forgotten = Unohditko salasanan?
sign-in-no-account = Pyydä Samverka organisaatiollesi
email = Sähköposti
password = Salasana
new-password = Uusi salasana
new-password-hint = Vähintään 12 merkkiä. Muutaman sanan lause on hyvä salasana.
forgotten-password-title = Unohtunut salasana
forgotten-password-lead = Kirjoita sähköpostiosoitteesi, niin lähetämme linkin, jolla voit valita uuden salasanan.
forgotten-password-submit = Lähetä linkki
reset-password-title = Valitse uusi salasana
reset-password-submit = Vaihda salasana
reset-password-again = Pyydä uusi linkki
invitation-title = Sinut on kutsuttu
invitation-known = Sinulla on jo tunnus tässä palvelussa. Liity antamalla nykyinen salasanasi.
invitation-new = Kirjoita nimesi ja valitse salasana, niin pääset heti sisään.
invitation-submit = Ota kutsu vastaan
own-name = Nimesi
own-language = Kieli
own-colours = Värit

# Organisation, profile, sign-ins.
organisations-title = Minkä organisaation asioita hoidat?
organisations-lead = Voit vaihtaa organisaatiota milloin tahansa sivun yläreunasta.
organisations-none = Sinulla ei ole juuri nyt jäsenyyttä missään organisaatiossa. Pyydä kutsu organisaatiosi pääkäyttäjältä.
organisations-current = nyt valittu
profile-title = Oma profiili
profile-lead = Kieli ja värit ovat voimassa kaikilla laitteilla, joilla kirjaudut.
sessions-title = Kirjautumiset
sessions-lead = Täällä näet, missä olet kirjautuneena. Päätä kirjautuminen, jota et tunnista, ja vaihda sitten salasanasi.
session-device = Laite
session-unknown-device = Tuntematon laite
session-began = Kirjauduttu
session-seen = Viimeksi käytetty
session-current = tämä laite
session-end = Päätä

# Asking for a subscription and deciding on it.
sign-up-title = Pyydä Samverka organisaatiollesi
sign-up-lead = Kerro, mistä organisaatiosta on kyse ja kehen voimme olla yhteydessä. Saat vastauksen sähköpostiin.
sign-up-organisation = Organisaatio
sign-up-contact = Yhteyshenkilö
sign-up-message = Viesti
sign-up-submit = Lähetä pyyntö
country = Maa
organisation-kind = Organisaation laji
organisation-name = Organisaation nimi
organisation-code = Virallinen tunnus
organisation-code-hint = Esimerkiksi kuntanumero 846
thank-you-title = Kiitos pyynnöstä
thank-you-lead = Pyyntösi on vastaanotettu. Näin asia etenee:
thank-you-review = Pyyntö tarkistetaan.
thank-you-invitation = Yhteyshenkilö saa sähköpostiin kutsun, jolla hän pääsee sisään.
thank-you-trial = Kokeilujakso alkaa, ja voitte kutsua muita mukaan.
thank-you-sign-in = Kirjautumissivulle
requests-title = Tilauspyynnöt
requests-lead = Organisaatiot, jotka haluavat ottaa Samverkan käyttöön.
requests-none = Ei pyyntöjä.
requests-count = { $count ->
   [one] { $count } pyyntö
   *[other] { $count } pyyntöä
}
requests-back = Kaikki pyynnöt
request-approve = Hyväksy
request-approve-lead = Hyväksyminen avaa kokeilujakson ja lähettää yhteyshenkilölle kutsun.
request-note = Muistiinpano
request-reject = Hylkää
request-approved = Pyyntö on hyväksytty
request-link = Kutsu on lähetetty sähköpostilla. Voit myös antaa tämän linkin itse. Se näytetään vain nyt.
request-invitation = Ensimmäisen pääkäyttäjän kutsu
request-invite-again = Lähetä kutsu uudelleen
request-invite-again-lead = Kun kutsukirje on kadonnut: yhteyshenkilö saa sähköpostiin uuden linkin.
request-invite-again-confirm = Aiempi linkki lakkaa toimimasta, ja uusi kutsu lähetetään.
request-invited-again = Kutsu on lähetetty uudelleen
contact = Yhteyshenkilö
requested-at = Pyydetty
trial-until = Kokeilu päättyy
