statements-title = Unit statements
statements-lead = Every unit tells each year how international work has been used to develop its operations.
statements-none = No round has been opened for this year.
statements-done = { $submitted } of { $owed } statements handed in
statements-all = All statements
statements-back = All statements
days-late = { $count ->
   [one] { $count } day late
   *[other] { $count } days late
}
statement-title = statement
statement-lead = How has international work been used to develop the unit's operations? A few sentences will do.
statement-text = Statement
statement-keep = Save
statement-reopen = Take it back
statement-reopen-told = It can be edited then, and is owed again until it is handed in.
statement-submit = Ready: hand in the statement
plan-reference = Place in the operational plan
submitted-on = Handed in
due-on = Due
due-by = due { $date }
round-new-title = Open a round
round-new-lead = The chosen units are asked for a statement by the due date.
round-units = Units that owe a statement
round-remind = Remind those missing
round-lock = Lock the round
