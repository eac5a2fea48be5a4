goals-title = Goals
goals-lead = Your aims, how they are measured and who is responsible.
goals-none = No goals have been set yet.
goals-count = { $count ->
   [one] { $count } goal
   *[other] { $count } goals
}
goals-below-it = { $count ->
   [one] { $count } sub-goal
   *[other] { $count } sub-goals
}
goals-below-what = Only the goals below this one are shown:
goals-back = All goals
goals-served = Goals the project serves
goal-new-title = Add a goal
goal-edit-title = Edit the goal
goal-more = More: responsible units, steering document, themes, how the status is worked out
goal-policy = Steering document it belongs to
goal-kind-hint = A direction goal shows the way; a steering goal has a target level.
goal-levels-title = Levels of goals
goal-levels-lead = What you call the levels of your goals, from the top down. A level that has goals cannot be removed.
level-name = What the level is called
goals-it-serves = Goals it serves
goal-new-below = Add a sub-goal
goal-title = Goal
goal-parent = Parent goal
level = Level
accountable-unit = Accountable unit
responsible-units = Responsible units
cross-cutting = Cross-cutting goal
to-be-measured = The goal is measured by an indicator
goal-close = Close the goal
goal-reopen = Reopen the goal

# Indicators and values.
indicators = Indicators
indicators-lead = What shows how the goals are doing: numbers, shares and scales.
indicators-count = { $count ->
   [one] { $count } indicator
   *[other] { $count } indicators
}
indicators-back = All indicators
indicator-edit-title = Edit the indicator
indicator-goals = Goals it measures
indicator-ratio = For a share: what is counted, and out of what
indicator-scale = For a scale: its levels
indicator-more = More: other goals, decimals, source, method
indicator-totals = Period by period
indicator-totals-none = There is nothing to add up yet.
indicator-total = In all
indicator-values = Values
indicator-values-none = No values have been entered yet.
total-share = Of
total-count = Values that went in
total-preliminary = { $count ->
   [one] { $count } of them is preliminary
   *[other] { $count } of them are preliminary
}
baseline-of = { $value } ({ $period })
targets = Target levels
goal-indicators-none = No indicators yet.
indicators-none = No indicators yet. Add one on the page of a goal.
indicators-missing = The goal is to be measured, but it has no indicator yet.
indicator-new-title = Add an indicator
indicator-name = Indicator
indicator-kind = Kind
indicator-source = Source
unit-of-measure = Unit of measure
unit-of-measure-hint = For example per cent, people or euros
direction = Good direction
frequency = How often
decimals = Decimals
numerator = Numerator
numerator-hint = For a share: what is counted, for example pupils with an experience of their own
denominator = Denominator
denominator-hint = For a share: out of what, for example all pupils
target = Target level
target-for = Target level { $period }
target-value = Target value
values = Values
value = Value
value-new-title = Enter a value
value-edit-title = Edit the value
value-correct = Correct
value-correct-title = Correct a final value
value-correct-reason = Why it was wrong
value-correct-reason-hint = The old value stays readable beside the new one.
value-delete-title = Delete the value?
value-of = { $numerator } of { $denominator }
value-period = Period
value-period-hint = For example 2026, 2026-H1, 2026-Q3 or 2026-11
value-unit = Unit the value is for
value-status = Status of the value
provenance = Where the value comes from
scale-level = Level on the scale
evidence = Evidence

# How a goal is doing.
attainment-title = How the goal is doing
attainment-computed = By its indicators
attainment-line = The expected change runs in a line from the baseline to the target level. Without a value in the period the status is unknown.
attainment-thresholds = On track from { $ontrack }% of the expected change, to be watched from { $watch }%, otherwise off track.
attainment-figures = What the indicators say
attainment-actual = Actual
attainment-expected = Expected
attainment-share = Share of the expected change, %
attainment-below = Sub-goals
attainment-rule = How the status is worked out
attainment-rule-change = Change how the status is worked out
judgement = Our assessment
judgement-none = Not assessed yet.
judgement-reasons = Reasons
goal-judge = Assess the goal
thresholds-title = Thresholds for the status of goals
threshold-on-track = On track from, % of the expected change
threshold-watch = To be watched from, % of the expected change
baseline = Baseline
baseline-value = Value at the baseline

# What serves a goal, and what nothing serves.
links-title = International activity that serves the goal
links-none = Nothing is linked to the goal yet.
link-kind = Kind
link-target = Project, network or activity
link-strength = Strength
link-note = In which way
link-tie = Link an activity to the goal
link-untie = Remove the link
link-by-plan = The project itself says so: { $share } % of it serves the goal.
link-gone = no longer there
coverage-title = Coverage: what serves which goal
coverage-lead = Goals against international activity. What serves a sub-goal serves the goal above it too.
coverage-picture = Coverage as a picture
coverage-caption = What serves each goal
coverage-none = There are no open goals at this level.
coverage-gap = gap
coverage-cell = { $count }, at most: { $strength }
coverage-gaps = Gaps
coverage-gaps-none = There are no gaps.

# Entering many values at once.
values-title = Enter values in a grid
values-lead = Type, or paste rows from a spreadsheet. Everything is checked before anything is saved.
values-caption = Values for { $period }
values-no-indicators = No indicator is measured for such a period. Choose another period, or change how often an indicator is measured.
values-no-change = No change
values-paste = Rows copied from a spreadsheet
values-paste-hint = One row a line: indicator, unit (may be empty), value. For a share: numerator and denominator. Between tabs or semicolons; a decimal comma will do.
values-save = Save all
values-check = Check only
values-nothing = There is no value to save: type, paste or tick No change.
values-checked = { $count ->
   [one] One value is in order, { $new } of them new or changed. Nothing has been saved yet.
   *[other] { $count } values are in order, { $new } of them new or changed. Nothing has been saved yet.
}
paste-unknown-indicator = No indicator is called this: { $line }
paste-unknown-unit = No unit is called this: { $line }
paste-no-value = There is no value in this row: { $line }
paste-too-many = The grid is full; this row has no place: { $line }
