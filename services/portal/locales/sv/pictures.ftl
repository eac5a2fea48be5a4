# What pictures say, and how their tables are headed.
picture-table = Som tabell
picture-change = Från { $first } till { $last }.
picture-bounds = Störst { $most }, minst { $least }.
picture-largest = Mest har { $name }: { $value }.
picture-largest-part = Sammantaget är den största delen { $name }: { $value }.
picture-countries = { $count ->
   [one] Ett land: { $most }.
   *[other] { $count } länder, mest { $most }.
}
picture-themes = { $count ->
   [one] Alla: { $most }.
   *[other] { $count } teman, flest nätverk inom { $most }.
}
picture-more = och { $count } till
picture-number = Antal
picture-of-it = Av dem
picture-trend = { $name }: utvecklingen
pictures-none = Det finns inget att visa ännu.
activities-map = På karta
activities-map-title = Besök och utbyten per land
activities-map-lead = Varje land har en lika stor ruta ungefär där det ligger. Ju fler, desto starkare färg.
activities-map-back = Tillbaka till listan
activities-map-nowhere = { $count ->
    [one] En till har inget land och syns inte på kartan.
   *[other] { $count } till har inget land och syns inte på kartan.
}
networks-by-theme = Per tema
networks-by-theme-title = Nätverk per tema
networks-by-theme-lead = Ju större cirkel, desto fler medlemmar har nätverket.
theme-none = Utan tema
funding-title = Finansiering per källa och år
funding-lead = Vad som finansierar godkända projekt, efter året då projektet började.
funding-in = Finansiering i { $currency }
goals-status-title = Hur målen utvecklas
goals-status-lead = Antal öppna mål per nivå och läge.
picture-served = Till { $count } av { $all } mål bidrar både projekt, nätverk och annan verksamhet.
picture-most-gaps = Flest luckor: { $kind } ({ $count }).
picture-ties = Ju starkare färg en ruta har, desto starkare är den starkaste kopplingen; talet säger hur många de är.
picture-first-rows = Bilden visar de { $count } första; alla finns i tabellen.
