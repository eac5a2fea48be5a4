# Many things changed at once.
bulk-column = Valinta
bulk-choose = Valitse { $name }
bulk-chosen = Muokkaa valittuja
bulk-all = Muokkaa kaikkia tällä sivulla
bulk-title = { $count ->
   [one] Muuta yhtä kohdetta
   *[other] Muuta { $count } kohdetta kerralla
}
bulk-lead = Tyhjäksi jätetty ei muutu. Ennen kuin mitään muutetaan, näet mitä kullekin tapahtuisi.
bulk-add-themes = Lisättävät teemat
bulk-remove-themes = Poistettavat teemat
bulk-look = Näytä, mikä muuttuisi
bulk-seen-title = Mikä muuttuisi
bulk-seen-lead = Mitään ei ole vielä muutettu.
bulk-thing = Kohde
bulk-unchanged = Pysyy ennallaan: muutettavaa ei ole.
bulk-nothing = Muutettavaa ei ole: kaikissa on jo tämä sisältö.
bulk-refused = { $count ->
   [one] Yhtä kohdetta ei voi muuttaa, joten mitään ei ole muutettu.
   *[other] { $count } kohdetta ei voi muuttaa, joten mitään ei ole muutettu.
}
bulk-do = { $count ->
   [one] Muuta se
   *[other] Muuta { $count } kohdetta
}
bulk-without = { $count ->
   [one] Jatka ilman sitä, jota ei voi muuttaa
   *[other] Jatka ilman niitä { $count } kohdetta, joita ei voi muuttaa
}
bulk-again = Valitse toinen muutos
bulk-list = Luetteloon
bulk-done-title = { $count ->
   [one] Yksi kohde on muutettu
   *[other] { $count } kohdetta on muutettu
}
bulk-done-lead = Jokaisella on uusi versio, ja muutos näkyy sen historiassa.
bulk-undo = Peru kaikki muutokset
bulk-undone-title = { $count ->
   [one] Yksi kohde on palautettu ennalleen
   *[other] { $count } kohdetta on palautettu ennalleen
}
bulk-not-undone-title = Kaikkea ei voi perua
bulk-undo-without = { $count ->
   [one] Peru muut kuin tuo yksi
   *[other] Peru muut kuin nuo { $count }
}
done-bulk-none = Mitään ei ollut valittuna. Rastita ensin, mitä haluat muuttaa.
