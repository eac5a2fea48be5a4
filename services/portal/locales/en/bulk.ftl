# Many things changed at once.
bulk-column = Choose
bulk-choose = Choose { $name }
bulk-chosen = Edit selected
bulk-all = Edit all on this page
bulk-title = { $count ->
   [one] Change one thing
   *[other] Change { $count } things at once
}
bulk-lead = What you leave empty stays as it is. Before anything is changed you see what would become of each.
bulk-add-themes = Themes to add
bulk-remove-themes = Themes to remove
bulk-look = Show what would change
bulk-seen-title = What would change
bulk-seen-lead = Nothing has been changed yet.
bulk-thing = What it is about
bulk-unchanged = Stays as it is: there is nothing to change.
bulk-nothing = There is nothing to change: they all say so already.
bulk-refused = { $count ->
   [one] One of them cannot be changed, so nothing has been changed.
   *[other] { $count } of them cannot be changed, so nothing has been changed.
}
bulk-do = { $count ->
   [one] Change it
   *[other] Change { $count }
}
bulk-without = { $count ->
   [one] Go on without the one that cannot be changed
   *[other] Go on without the { $count } that cannot be changed
}
bulk-again = Choose another change
bulk-list = To the list
bulk-done-title = { $count ->
   [one] One thing has been changed
   *[other] { $count } things have been changed
}
bulk-done-lead = Each of them has a new version, and its history tells of the change.
bulk-undo = Undo all of it
bulk-undone-title = { $count ->
   [one] One thing says again what it said before
   *[other] { $count } things say again what they said before
}
bulk-not-undone-title = Not everything can be undone
bulk-undo-without = { $count ->
   [one] Undo it without that one
   *[other] Undo it without those { $count }
}
done-bulk-none = Nothing was chosen. Tick what you want to change first.
