# Steering documents and their editions.
policies-title = Styrdokument
policies-lead = Strategier, policyer, program, planer och riktlinjer: vad som beslutades, när och av vem, och vad som stod i dem tidigare.
policies-none = Inga styrdokument har lagts till ännu.
policies-count = { $count ->
   [one] { $count } dokument
   *[other] { $count } dokument
}
policies-back = Alla styrdokument
policy-back = Tillbaka till dokumentet
policy-new-title = Lägg till ett styrdokument
policy-new-lead = Dokumentet börjar som utkast till sin första version. Remiss, beslut och ikraftträdande antecknas senare, skede för skede.
policy-edit-title = Ändra utkastet
policy-themes-title = Ändra temana
policy-themes-lead = Versionen är föreslagen för beslut eller beslutad, så texten ligger fast. Om texten behöver ändras, ta tillbaka förslaget eller påbörja en ny version.
policy-supersedes-hint = Dokumentet som det här ersätter när det träder i kraft.
policy-way = Versionens skeden
policy-steps = Beredning och beslut
policy-steps-none = Inget har antecknats ännu.
policy-step-title = Anteckna nästa skede
policy-step-lead = När en version träder i kraft upphör den föregående versionen och det dokument som ersätts att gälla samma dag.
policy-decided-by = Beslutat av
policy-decided-by-hint = Behövs när dokumentet antas. Till exempel kommunfullmäktige.
policy-editions = Versioner
policy-editions-none = Det finns inga versioner.
policy-assignments = Uppdrag
policy-assignments-none = Inga uppdrag har getts utifrån dokumentet ännu.
policy-goals = Mål
policy-goals-none = Inga mål har satts upp i dokumentet.
edition = Version { $number }
edition-open = Påbörja en ny version
edition-new-title = Ska en ny version av ”{ $name }” påbörjas?
edition-new-lead = Den nya versionen börjar som ett utkast med den föregåendes text. Den föregående gäller tills den nya träder i kraft, och går att läsa även därefter.
edition-opened = Påbörjad
edition-older = Det här är en tidigare version. Den senaste är version { $number }.
edition-stands = Den här versionen gäller. Version { $number } är under beredning.
editions-compare = Jämför versioner
editions-from = Tidigare version
editions-to = Senare version
editions-show = Jämför
editions-document = Dokumentet som helhet
editions-alike = Det står detsamma i båda versionerna.
editions-unchanged = Avsnitt som är lika i båda
editions-alone = Det finns bara en version, så det finns inget att jämföra med.
section-new = nytt avsnitt
section-gone = borttaget
added-on = Tillagt
done-edition-opened = En ny version är påbörjad. Ändra utkastet och anteckna skedena allteftersom ärendet går vidare.

# Assignments.
assignments-title = Uppdrag
assignments-lead = Vad enheterna har fått i uppdrag genom styrdokument och mål, och till när.
assignments-none = Inga uppdrag har getts ännu.
assignments-count = { $count ->
   [one] { $count } uppdrag
   *[other] { $count } uppdrag
}
assignments-back = Alla uppdrag
assignment-new-title = Ge ett uppdrag
assignment-edit-title = Ändra uppdraget
assignment-complete = Markera som utfört
assignment-reopen = Öppna på nytt
removal-lead-assignment = Det går inte att ångra; historiken finns kvar.
assignment-late = försenat
done-assignment-completed = Uppdraget är markerat som utfört.
done-assignment-reopened = Uppdraget är öppet igen.

# Faults by the code a service gives them.
fault-already_done = Uppdraget är redan utfört. Öppna det på nytt innan du ändrar det.
fault-not_done = Uppdraget är redan öppet.
fault-edition_fixed = Versionen är föreslagen för beslut eller beslutad, så texten ligger fast. Ta tillbaka förslaget eller påbörja en ny version.
fault-edition_open = Den senaste versionen är inte beslutad ännu, så ingen ny kan påbörjas vid sidan av den.
fault-no_such_step = Det här skedet kan inte följa på det som dokumentet är i.
fault-before_last_step = Datumet är före det senast antecknade skedets.
fault-policy_in_use = Dokumentet är beslutat, eller så hänvisar mål, uppdrag eller andra dokument till det. Anteckna hellre att det har upphört att gälla.
fault-unknown_policy = Dokumentet hittas inte.
fault-itself = Ett dokument ersätter inte sig självt: påbörja en ny version.
