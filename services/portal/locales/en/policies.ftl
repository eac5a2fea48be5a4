# Steering documents and their editions.
policies-title = Steering documents
policies-lead = Strategies, policies, programmes, plans and guidelines: what was decided, when and by whom, and what they said before.
policies-none = No steering documents have been added yet.
policies-count = { $count ->
   [one] { $count } document
   *[other] { $count } documents
}
policies-back = All steering documents
policy-back = Back to the document
policy-new-title = Add a steering document
policy-new-lead = It begins as the draft of its first edition. Consultation, decision and coming into force are recorded later, step by step.
policy-edit-title = Edit the draft
policy-themes-title = Change the themes
policy-themes-lead = The edition has been proposed for decision or decided on, so its text is fixed. To change the text, take the proposal back or begin a new edition.
policy-supersedes-hint = The document whose place this one takes when it comes into force.
policy-way = Stages of the edition
policy-steps = Preparation and decisions
policy-steps-none = Nothing has been recorded yet.
policy-step-title = Record the next stage
policy-step-lead = When an edition comes into force, the edition before it and the document that it supersedes cease to be in force the same day.
policy-decided-by = Decided by
policy-decided-by-hint = Needed when the document is adopted. For example the municipal council.
policy-editions = Editions
policy-editions-none = There are no editions.
policy-assignments = Assignments
policy-assignments-none = No assignments have been given by this document yet.
policy-goals = Goals
policy-goals-none = No goal has been set by this document.
edition = Edition { $number }
edition-open = Begin a new edition
edition-new-title = Begin a new edition of “{ $name }”?
edition-new-lead = It begins as a draft with the text of the edition before. That one is in force until the new one comes into force, and remains readable.
edition-opened = Begun
edition-older = This is an earlier edition. The newest is edition { $number }.
edition-stands = This edition is in force. Edition { $number } is being drafted.
editions-compare = Compare editions
editions-from = Earlier edition
editions-to = Later edition
editions-show = Compare
editions-document = The document as a whole
editions-alike = The two editions say the same.
editions-unchanged = Sections that are the same in both
editions-alone = There is only one edition, so there is nothing to compare it with.
section-new = new section
section-gone = removed
added-on = Added
done-edition-opened = A new edition has been begun. Edit the draft, and record its stages as it goes on.

# Assignments.
assignments-title = Assignments
assignments-lead = What units have been assigned by steering documents and goals, and by when.
assignments-none = No assignments have been given yet.
assignments-count = { $count ->
   [one] { $count } assignment
   *[other] { $count } assignments
}
assignments-back = All assignments
assignment-new-title = Give an assignment
assignment-edit-title = Edit the assignment
assignment-complete = Mark as done
assignment-reopen = Reopen
removal-lead-assignment = This cannot be undone; the history is kept.
assignment-late = late
done-assignment-completed = The assignment has been marked as done.
done-assignment-reopened = The assignment is open again.

# Faults by the code a service gives them.
fault-already_done = The assignment is done already. Reopen it before changing it.
fault-not_done = The assignment is open already.
fault-edition_fixed = The edition has been proposed for decision or decided on: its text is fixed. Take the proposal back or begin a new edition.
fault-edition_open = The newest edition has not been decided on yet: no new one can be begun beside it.
fault-no_such_step = This stage cannot follow the one the document is in.
fault-before_last_step = The date is before that of the stage recorded last.
fault-policy_in_use = The document has been decided on, or goals, assignments or other documents point at it. Record that it has expired instead.
fault-unknown_policy = There is no such document.
fault-itself = A document does not supersede itself: begin a new edition.
