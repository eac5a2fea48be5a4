# Units and people.
unit = Unit
units-title = Units
units-lead = Council, board, committees, offices, units, schools and companies.
units-none = No units yet. Add the council or the board first.
units-count = { $count ->
   [one] { $count } unit
   *[other] { $count } units
}
unit-new-title = Add a unit
unit-name = Name
unit-kind = Kind
unit-parent = Unit above
short-name = Short name
validity = Valid
owner-unit = Responsible unit
my-unit = my unit
people-title = People
people-none = There is nobody here yet.
people-back = All people
person-name = Name
person-title = Title
person-language = Language
role = Role
roles = Roles
role-unit = Unit the role is for
role-unit-hint = Needed when the role is contributor.
role-unit-needed = Choose the unit the person writes for.
invite-title = Invite somebody
invite-lead = The invited person gets a link by e-mail to choose a password.
invite-submit = Send the invitation
invited-title = The invitation has been sent
invited-name = { $name } has been invited
invited-lead = The link has been sent by e-mail. You can also pass it on yourself; it is shown only now.
invitations = Invitations
invitation-withdraw = Withdraw
expires = Valid until

# The start page.
start-title = My next steps
start-steps = Waiting for you
start-nothing = Nothing is waiting for you right now.
start-begin = Begin something new
start-see = Have a look
next-statement = Hand in the statement for { $year }
next-application = Take the application further
next-assignment = Do what was assigned
next-value = Enter a value
next-report = Finish the follow-up for { $year }
begin-goal = What is aimed at and who answers for it
begin-project = A project with its partners and financing
begin-values = All values of a period in one table
begin-activity = Who went where, and what was learned
begin-round = Every unit tells of its year
begin-report = The year's work in three parts
see-goals = What is aimed at and how it is measured
see-projects = What is under way and with which money
see-statements = How the units have used international work
see-reports = The year's work in three parts
