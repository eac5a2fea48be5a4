statements-title = Unit statements
statements-lead = Each year every unit reports how international work has been used to develop its operations.
statements-none = No round has been opened for this year.
statements-done = { $submitted } of { $owed } statements submitted
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
statement-reopen-told = It can be edited then, and counts as not submitted until you submit it again.
statement-submit = Ready: submit the statement
plan-reference = Place in the operating plan
submitted-on = Submitted
due-on = Due
due-by = due { $date }
round-new-title = Open a round
round-new-lead = The chosen units are asked for a statement by the due date.
round-units = Units asked for a statement
round-remind = Remind those missing
round-lock = Lock the round
