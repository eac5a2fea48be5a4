goals-title = Mål
goals-lead = Vad man strävar mot, hur det mäts och vem som ansvarar.
goals-none = Inga mål har satts upp ännu.
goals-count = { $count ->
   [one] { $count } mål
   *[other] { $count } mål
}
goals-below-it = { $count ->
   [one] { $count } mål under det
   *[other] { $count } mål under det
}
goals-below-what = Här visas bara det som ligger under målet:
goals-back = Alla mål
goals-served = Mål som projektet bidrar till
goal-new-title = Lägg till mål
goal-edit-title = Ändra målet
goal-more = Mer: genomförande enheter, styrdokument, teman, hur läget räknas ut
goal-policy = Styrdokument som det hör till
goal-kind-hint = Ett inriktningsmål visar vägen; ett styrande mål har en målnivå.
goal-levels-title = Nivåer i målstrukturen
goal-levels-lead = Vad ni kallar nivåerna i er målstruktur, uppifrån och ned. En nivå som har mål kan inte tas bort.
level-name = Nivåns namn
goals-it-serves = Mål som det bidrar till
goal-new-below = Lägg till delmål
goal-title = Mål
goal-parent = Överordnat mål
level = Nivå
accountable-unit = Ansvarig enhet
responsible-units = Genomförande enheter
cross-cutting = Horisontellt mål
to-be-measured = Målet mäts med en indikator
goal-close = Avsluta målet
goal-reopen = Öppna målet på nytt

# Indicators and values.
indicators = Indikatorer
indicators-lead = Det som visar hur målen utvecklas: tal, andelar och skalor.
indicators-count = { $count ->
   [one] { $count } indikator
   *[other] { $count } indikatorer
}
indicators-back = Alla indikatorer
indicator-edit-title = Ändra indikatorn
indicator-goals = Mål som den mäter
indicator-ratio = För en andel: vad som räknas, och av vad
indicator-scale = För en skala: dess nivåer
indicator-more = Mer: andra mål, decimaler, källa, metod
indicator-totals = Period för period
indicator-totals-none = Det finns inget att summera ännu.
indicator-total = Totalt
indicator-values = Värden
indicator-values-none = Inga värden har angetts ännu.
total-share = Av
total-count = Antal värden
total-preliminary = { $count ->
   [one] { $count } av dem är preliminärt
   *[other] { $count } av dem är preliminära
}
baseline-of = { $value } ({ $period })
targets = Målnivåer
goal-indicators-none = Inga indikatorer ännu.
indicators-none = Inga indikatorer ännu. En indikator läggs till på målets sida.
indicators-missing = Målet ska mätas men saknar indikator.
indicator-new-title = Lägg till indikator
indicator-name = Indikator
indicator-kind = Typ
indicator-source = Källa
unit-of-measure = Måttenhet
unit-of-measure-hint = Till exempel procent, personer eller kronor
direction = Önskad riktning
frequency = Hur ofta
decimals = Decimaler
numerator = Täljare
numerator-hint = För andelar: vad som räknas, till exempel elever med egen erfarenhet
denominator = Nämnare
denominator-hint = För andelar: av hur många, till exempel alla elever
target = Målnivå
target-for = Målnivå { $period }
target-value = Målnivåns värde
values = Värden
value = Värde
value-new-title = Lämna värde
value-edit-title = Ändra värdet
value-correct = Rätta
value-correct-title = Rätta ett slutligt värde
value-correct-reason = Varför det var fel
value-correct-reason-hint = Det gamla värdet går att läsa bredvid det nya.
value-delete-title = Ska värdet raderas?
value-of = { $numerator } / { $denominator }
value-period = Period
value-period-hint = Till exempel 2026, 2026-H1, 2026-Q3 eller 2026-11
value-unit = Enhet som värdet gäller
value-status = Värdets status
provenance = Varifrån värdet kommer
scale-level = Steg på skalan
evidence = Belägg

# How a goal is doing.
attainment-title = Måluppfyllelse
attainment-computed = Enligt indikatorerna
attainment-line = Den väntade förändringen löper rakt från utgångsläget till målnivån. Saknas värde för perioden är läget okänt.
attainment-thresholds = Enligt plan från { $ontrack } % av den väntade förändringen, bevakas från { $watch } %, annars avviker målet från plan.
attainment-figures = Vad indikatorerna säger
attainment-actual = Utfall
attainment-expected = Väntat
attainment-share = Andel av den väntade förändringen, %
attainment-below = Underordnade mål
attainment-rule = Hur läget räknas ut
attainment-rule-change = Ändra hur läget räknas ut
judgement = Vår bedömning
judgement-none = Inte bedömt ännu.
judgement-reasons = Motivering till bedömningen
goal-judge = Bedöm målet
thresholds-title = Gränsvärden för målens läge
threshold-on-track = Enligt plan från, % av den väntade förändringen
threshold-watch = Bevakas från, % av den väntade förändringen
baseline = Utgångsläge
baseline-value = Värde i utgångsläget

# What serves a goal, and what nothing serves.
links-title = Internationell verksamhet som bidrar till målet
links-none = Inget har knutits till målet ännu.
link-kind = Slag
link-target = Projekt, nätverk eller aktivitet
link-strength = Styrka
link-note = På vilket sätt
link-tie = Knyt målet till en verksamhet
link-untie = Ta bort kopplingen
link-by-plan = Enligt projektets egen plan: { $share } % av projektet främjar målet.
link-gone = finns inte längre
coverage-title = Träffbild: vad som bidrar till vilket mål
coverage-lead = Målen mot den internationella verksamheten. Det som bidrar till ett underordnat mål bidrar också till det överordnade.
coverage-picture = Täckningen som bild
coverage-caption = Vad som bidrar till varje mål
coverage-none = Det finns inga öppna mål på den här nivån.
coverage-gap = lucka
coverage-cell = { $count }, som mest: { $strength }
coverage-gaps = Luckor
coverage-gaps-none = Det finns inga luckor.

# Entering many values at once.
values-title = Lämna värden i en tabell
values-lead = Skriv, eller klistra in rader från ett kalkylblad. Allt kontrolleras innan något sparas.
values-caption = Värden för { $period }
values-no-indicators = Ingen indikator mäts för en sådan period. Välj en annan period eller ändra hur ofta en indikator mäts.
values-no-change = Oförändrat
values-paste = Rader kopierade från ett kalkylblad
values-paste-hint = En rad i taget: indikator, enhet (får vara tom), värde. För andelar: täljare och nämnare. Åtskilda av tabb eller semikolon; decimalkomma går bra.
values-save = Spara allt
values-check = Kontrollera bara
values-nothing = Det finns inget värde att spara: skriv, klistra in eller kryssa för Oförändrat.
values-checked = { $count ->
   [one] Ett värde är i ordning, varav nya eller ändrade: { $new }. Inget har sparats ännu.
   *[other] { $count } värden är i ordning, varav nya eller ändrade: { $new }. Inget har sparats ännu.
}
paste-unknown-indicator = Ingen indikator heter så: { $line }
paste-unknown-unit = Ingen enhet heter så: { $line }
paste-no-value = Raden saknar värde: { $line }
paste-too-many = Tabellen är full; raden får inte plats: { $line }
