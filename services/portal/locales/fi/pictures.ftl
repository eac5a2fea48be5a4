# What pictures say, and how their tables are headed.
picture-table = Taulukkona
picture-change = Alussa { $first }, viimeksi { $last }.
picture-bounds = Suurin { $most }, pienin { $least }.
picture-largest = Eniten: { $name } ({ $value }).
picture-largest-part = Suurin osuus yhteensä: { $name } ({ $value }).
picture-countries = { $count ->
   [one] Yksi maa: { $most }.
   *[other] { $count } maata, eniten { $most }.
}
picture-themes = { $count ->
   [one] Kaikki: { $most }.
   *[other] { $count } teemaa, eniten verkostoja teemassa { $most }.
}
picture-more = ja { $count } muuta
picture-number = Määrä
picture-of-it = Niistä
picture-trend = { $name }: kehitys
pictures-none = Ei vielä mitään näytettävää.
activities-map = Kartalla
activities-map-title = Vierailut ja vaihdot maittain
activities-map-lead = Joka maalla on samankokoinen ruutu suunnilleen paikallaan. Mitä enemmän, sitä voimakkaampi väri.
activities-map-back = Takaisin luetteloon
activities-map-nowhere = { $count ->
    [one] Yhdellä ei ole maata, eikä se näy kartalla.
   *[other] { $count } vierailulla tai vaihdolla ei ole maata, eivätkä ne näy kartalla.
}
networks-by-theme = Teemoittain
networks-by-theme-title = Verkostot teemoittain
networks-by-theme-lead = Mitä suurempi ympyrä, sitä enemmän verkostossa on jäseniä.
theme-none = Ilman teemaa
funding-title = Rahoitus lähteittäin ja vuosittain
funding-lead = Millä hyväksytyt hankkeet rahoitetaan, alkamisvuoden mukaan.
funding-in = Rahoitus, { $currency }
goals-status-title = Miten tavoitteet etenevät
goals-status-lead = Avoimet tavoitteet tasoittain ja tiloittain.
picture-served = { $count } / { $all } tavoitetta edistävät sekä hankkeet, verkostot että muu toiminta.
picture-most-gaps = Eniten aukkoja: { $kind } ({ $count }).
picture-ties = Mitä voimakkaampi ruudun väri, sitä vahvempi on vahvin yhteys; luku kertoo, montako niitä on.
picture-first-rows = Kuvassa on { $count } ensimmäistä; kaikki ovat taulukossa.
