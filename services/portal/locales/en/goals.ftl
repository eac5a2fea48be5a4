goals-title = Goals
goals-lead = What is aimed at, how it is measured and who answers for it.
goals-none = No goals have been set yet.
goals-count = { $count ->
   [one] { $count } goal
   *[other] { $count } goals
}
goals-back = All goals
goals-served = Goals the project serves
goal-new-title = Add a goal
goal-new-below = Add a sub-goal
goal-title = Goal
goal-parent = Goal above
level = Level
accountable-unit = Accountable unit
responsible-units = Responsible units
cross-cutting = Cross-cutting goal
to-be-measured = The goal is measured by an indicator
goal-close = Close the goal
goal-reopen = Reopen the goal

# Indicators and values.
indicators = Indicators
indicators-none = No indicators.
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
values-none = No values have been entered yet.
value = Value
value-new-title = Enter a value
value-of = { $numerator } of { $denominator }
value-period = Period
value-period-hint = For example 2026, 2026-H1, 2026-Q3 or 2026-11
value-unit = Unit the value is for
value-status = Status of the value
provenance = Where the value comes from
scale-level = Level on the scale
evidence = Evidence
