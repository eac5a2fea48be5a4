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

# What a service may refuse here.
fault-unknown_unit = There is no such unit.
fault-own_branch = A unit cannot be merged into itself or into a unit below it.
fault-not_there = The other unit is not there on that day.
fault-already_merged = The unit has been merged into another one already.
fault-has_children = Something lies below it: move that first.
fault-in_use = Somebody's role is tied to it: change the role first.
