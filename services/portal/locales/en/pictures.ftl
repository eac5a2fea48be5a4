# What pictures say, and how their tables are headed.
picture-table = As a table
picture-change = From { $first } to { $last }.
picture-bounds = The most is { $most }, the least { $least }.
picture-largest = { $name } has the most: { $value }.
picture-largest-part = Over all, the largest part is { $name }: { $value }.
picture-countries = { $count ->
   [one] One country: { $most }.
   *[other] { $count } countries, most of all { $most }.
}
picture-themes = { $count ->
   [one] All of them: { $most }.
   *[other] { $count } themes, most networks in { $most }.
}
picture-more = and { $count } more
picture-number = Number
picture-of-it = Of them
picture-trend = { $name }: how it went
pictures-none = There is nothing to show yet.
activities-map = On a map
activities-map-title = Visits and exchanges by country
activities-map-lead = Each country has a tile of the same size, about where it lies. The more, the stronger the colour.
activities-map-back = Back to the list
activities-map-nowhere = { $count ->
    [one] One more has no country and stands on no tile.
   *[other] { $count } more have no country and stand on no tile.
}
networks-by-theme = By theme
networks-by-theme-title = Networks by theme
networks-by-theme-lead = The larger the circle, the more members the network has.
theme-none = Without a theme
funding-title = Funding by source and year
funding-lead = What pays for projects whose application was approved, by the year in which the project began.
funding-in = Funding in { $currency }
goals-status-title = How the goals are doing
goals-status-lead = Open goals by level and status.
picture-served = { $count } of { $all } goals are served by projects, networks and other activities alike.
picture-most-gaps = Most gaps: { $kind } ({ $count }).
picture-ties = The stronger the colour of a tile, the stronger its strongest link; the number says how many there are.
picture-first-rows = The picture shows the first { $count }; the table has them all.
