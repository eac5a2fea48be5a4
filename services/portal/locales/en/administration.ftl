# Units, one by one.
units-on = There on the day
units-back = All units
unit-ended = ended
unit-ended-told = This unit is there no more. It stays in the follow-up of its years.
unit-merged-into = Its work goes on in
units-below = Units below it
units-below-none = No units lie below it.
unit-statements = Statements
unit-statements-none = The unit has not been asked for a statement yet.
unit-edit-title = Edit the unit
unit-edit-lead = A name that is corrected here is corrected for the past too. When the unit gets another name, give it a new name from a day on.
unit-merge-link = Merge into another unit
unit-merge-title = Merge “{ $name }” into another unit
unit-merge-lead = The unit ends on the day before. What lies below it lies below the other unit from then on; what it did stays under its name.
unit-merge-into = Unit that goes on with its work
unit-merge-on = First day in the other unit
unit-merge-submit = Merge
removal-lead-unit = Only a unit that was added by mistake is deleted. One that was at work is ended or merged instead, and so stays in the follow-up of its years.

# Names over time.
names = Names over time
names-none = It has had one name only.
rename-link = New name
rename-title = A new name for “{ $name }”
rename-lead = What was before the day stays under the old name.
rename-name = New name
rename-from = From which day on
rename-submit = Take the new name into use

# People, one by one.
people-lead = Who is what in the organisation, and from when.
people-ended = Also those whose membership has ended
people-count = { $count ->
   [one] { $count } person
   *[other] { $count } people
}
person-ended = ended
role-everywhere = The whole organisation
membership-roles = Roles
membership-roles-none = The person has no role.
membership-ended-told = This membership holds no more. What the person did stays in the histories.
membership-edit-title = Roles and days: { $name }
membership-edit-lead = To take a role away, choose nothing in its row. A change holds at once. If you signed in a while ago, you will be asked to confirm that it is you.
membership-end-title = End the membership: { $name }
membership-end-lead = The person is out at once and has no more access to the organisation's data. What the person did stays. An invitation brings the person back.
membership-end-submit = End the membership
done-membership-ended = The membership has ended.

# Who may do what.
roles-title = Who may do what
roles-lead = What each role may do, and how far: everything of the organisation, only the own unit and those below it, or only one's own. Nobody reaches beyond the unit that the role is for.
roles-count = { $count ->
   [one] { $count } right
   *[other] { $count } rights
}
permission = Right
roles-proof = Confirming who one is
roles-proven = within { $minutes } minutes
reach-any = everything
reach-unit = own unit
reach-own = one's own
permission-organisation-read = See the organisation
permission-organisation-edit = Change what the organisation says of itself
permission-units-read = See the units
permission-units-edit = Add, rename, move and merge units
permission-people-read = See who is what in the organisation
permission-invitations-read = See who has been invited
permission-people-edit = Invite people, give and take roles
permission-second_factors-reset = Remove lost two-step sign-in
permission-themes-read = See the themes
permission-themes-edit = Add, change, share and take over themes
permission-subscriptions-read = See requests for Samverka (associations)
permission-subscriptions-decide = Decide on requests for Samverka (associations)
permission-sharing-read = See what is given to others and what was given
permission-sharing-manage = Give data to others and take it back
permission-organisations-find = Find organisations to share with
permission-mails-read = See which letters were sent
permission-mails-retry = Send a letter again that failed
permission-journal-read = Read the change log
permission-goals-read = See goals, indicators, steering documents and statements
permission-goal_levels-edit = Name the levels of goals
permission-policies-edit = Write steering documents and record decisions on them
permission-goals-edit = Set and change goals
permission-goals-close = Close goals and open them again
permission-goals-judge = Judge how a goal is doing
permission-goal_thresholds-edit = Set the thresholds for the status of goals
permission-goal_links-edit = Tie goals to projects, networks and activities
permission-assignments-edit = Give units assignments
permission-assignments-complete = Say that an assignment is done
permission-indicators-edit = Define indicators
permission-indicator_values-edit = Enter and correct values
permission-statements-manage = Open the yearly round of statements, remind and lock
permission-statements-edit = Write and hand in a unit's statement
permission-projects-read = See projects, networks, partners and activities
permission-projects-edit = Add, change and delete projects
permission-applications-edit = Take applications further and keep their financing plans
permission-activities-edit = Add, change and delete visits and exchanges
permission-partners-edit = Look after partners and twin towns
permission-networks-edit = Look after networks and memberships in them
permission-registers-read = See the boards and what waits for oneself
permission-reports-read = Read the yearly follow-up
permission-reports-edit = Draft the yearly follow-up and edit its texts
permission-reports-lock = Lock the yearly follow-up
permission-completeness-ask = Ask everybody for what they owe
permission-exports-make = Take long lists out as files
permission-exports-read = Fetch and delete one's own files
permission-aggregates-read = See joint figures of many organisations
permission-releases-release = Release joint figures
permission-releases-withdraw = Withdraw released figures
permission-shared-read = See what others give by name

# Themes, one by one.
themes-title = Themes
themes-lead = What goals, projects, networks and activities are sorted by. Each set of themes looks at the work from one side.
themes-none = There are no themes yet. Add a set of themes, or take over one that an association shares.
themes-back = All themes
theme-new-title = Add a theme
theme-edit-title = Edit the theme
theme-name = Name of the theme
theme-code = Code
theme-code-hint = Letters, digits and hyphens, for example T1. Files and the API name the theme by it.
theme-goals = Goals
theme-goals-none = No goal carries this theme.
theme-projects = Projects
theme-projects-none = No project carries this theme.
theme-networks = Networks
theme-networks-none = No network carries this theme.
theme-activities = Visits and exchanges
theme-activities-none = No activity carries this theme.
themes-below = Themes below it
themes-below-none = No themes lie below it.
taxonomy-new-title = Add a set of themes
taxonomy-edit-title = Edit the set of themes
taxonomy-key = Key
taxonomy-key-hint = Small letters, digits and hyphens, for example internationality. It cannot be changed later.
taxonomy-empty = It holds no themes yet.
taxonomy-from = Taken over from: { $name }
taxonomy-is-shared = shared with others
taxonomy-shared-hint = Other organisations can take it over with its themes. Save again to publish later changes; whoever has taken it over keeps their own.
taxonomies-shared-title = Sets of themes that are shared
taxonomies-shared-lead = Associations share these for everybody to take over. What you take over becomes your own, and you can change it.
taxonomies-shared-empty = Nobody shares a set of themes right now.
taxonomy-published = { $name }, { $date }
taxonomy-is-here = taken over already
taxonomy-adopt = Take over
removal-lead-theme = What carries the theme loses it. This cannot be undone; its history stays.
removal-lead-taxonomy = Only a set without themes can be deleted. Its history stays.
done-taxonomy-adopted = The set of themes has been taken over with its themes.

# What a service may refuse here.
fault-unknown_unit = There is no such unit.
fault-own_branch = A unit cannot be merged into itself or into a unit below it.
fault-not_there = The other unit is not there on that day.
fault-already_merged = The unit has been merged into another one already.
fault-has_children = Something lies below it: move that first.
fault-in_use = Somebody's role is tied to it: change the role first.
fault-unknown_theme = There is no such theme in this set.
fault-unknown_taxonomy = There is no such set of themes.
fault-bad_key = A key is written in small letters, digits and hyphens, at most 50 of them.
fault-key_taken = Another set of themes has this key.
fault-already_adopted = Your organisation has taken this set over already.
fault-not_an_association = Only an association shares sets of themes.
fault-has_themes = It holds themes: delete them first.
fault-is_shared = It is shared: stop sharing it first.
