# Saved views of lists.
saved-views-title = Tallennetut näkymät
saved-views-lead = Luettelot sellaisina, joiksi sinä ja työtoverisi olette ne rajanneet ja järjestäneet. Näkymä näyttää aina, mitä luettelossa on nyt.
saved-views-none = Tallennettuja näkymiä ei vielä ole. Rajaa luettelo haluamallasi tavalla ja tallenna se luettelon sivulla.
saved-views-count = { $count ->
   [one] { $count } näkymä
   *[other] { $count } näkymää
}
saved-view = Näkymä
saved-view-owner = Tallentaja
saved-view-mine = sinä
saved-view-own = Vain omat
saved-view-seen = Ketkä näkevät
saved-view-seen-own = vain sinä
saved-view-seen-all = kaikki organisaatiossa
saved-view-of-others = { $list }, muiden jakamat
saved-view-new-title = Tallenna tämä näkymä
saved-view-name = Näkymän nimi
saved-view-shared = Jaa työtovereille
saved-view-shared-hint = Kaikki organisaatiossasi näkevät jaetun näkymän.
saved-view-give = Tai anna nämä rajaukset näkymälle, joka sinulla jo on:
saved-view-edit-title = Muokkaa näkymää
saved-view-given = Kun tallennat, näkymä näyttää luettelon sellaisena kuin se sinulla nyt on.
removal-lead-saved-view = Jaettu näkymä poistuu myös niiltä, jotka käyttävät sitä. Poistoa ei voi perua.
done-view-saved = Näkymä on tallennettu.
