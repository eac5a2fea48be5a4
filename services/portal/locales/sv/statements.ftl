statements-title = Enheternas redogörelser
statements-lead = Varje år rapporterar varje enhet hur det internationella arbetet har använts för att utveckla verksamheten.
statements-none = Ingen omgång har öppnats för året.
statements-done = { $submitted } av { $owed } redogörelser inlämnade
statements-all = Alla redogörelser
statements-back = Alla redogörelser
days-late = { $count ->
   [one] { $count } dag försenad
   *[other] { $count } dagar försenad
}
statement-title = redogörelse
statement-lead = Hur har det internationella arbetet använts för att utveckla enhetens verksamhet? Några meningar räcker.
statement-text = Redogörelse
statement-keep = Spara
statement-reopen = Ta tillbaka den
statement-reopen-told = Den kan då ändras, och fattas igen tills den lämnas in.
statement-submit = Klar: lämna in redogörelsen
plan-reference = Hänvisning till verksamhetsplanen
submitted-on = Inlämnad
due-on = Sista dag
due-by = sista dag { $date }
round-new-title = Öppna en omgång
round-new-lead = De valda enheterna ombeds lämna en redogörelse senast den sista dagen.
round-units = Enheter som ska lämna redogörelse
round-remind = Påminn dem som saknas
round-lock = Lås omgången
