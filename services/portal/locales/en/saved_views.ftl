# Saved views of lists.
saved-views-title = Saved views
saved-views-lead = Lists as you and your colleagues have narrowed and sorted them. A view always shows what the list holds now.
saved-views-none = You have no saved views yet. Narrow a list the way you want it, and save it there.
saved-views-count = { $count ->
   [one] { $count } view
   *[other] { $count } views
}
saved-view = View
saved-view-owner = Saved by
saved-view-mine = you
saved-view-own = Only my own
saved-view-seen = Seen by
saved-view-seen-own = only you
saved-view-seen-all = everybody in the organisation
saved-view-of-others = { $list }, shared by others
saved-view-new-title = Save this view
saved-view-name = Name of the view
saved-view-shared = Share with colleagues
saved-view-shared-hint = Everybody in your organisation sees a view that is shared.
saved-view-give = Or give these filters to a view that you have:
saved-view-edit-title = Edit the view
saved-view-given = When you save, the view shows the list as you have it now.
removal-lead-saved-view = Whoever uses a shared view loses it too. This cannot be undone.
done-view-saved = The view has been saved.
