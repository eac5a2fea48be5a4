# The frame of every page.
skip-to-content = Skip to content
navigation-own = Your own
navigation-menu = Menu
navigation-sections = Sections
area-strategy = Strategy and goals
area-work = Projects and networks
area-follow-up = Follow-up
area-together = Shared figures
area-administration = Administration
navigation-start = Start
navigation-goals = Goals
navigation-statements = Unit statements
navigation-projects = Projects
navigation-reports = Yearly follow-up
navigation-national = Joint figures
navigation-shared = Shared by others
navigation-units = Units
navigation-people = People
navigation-sharing = Sharing
navigation-requests = Requests
navigation-organisations = Change organisation
navigation-profile = My profile
navigation-sessions = Sign-ins
sign-out = Sign out
switch-language = Language
switch-colours = Appearance

# Words used everywhere.
yes = yes
no = no
all = All
show = Show
save = Save
cancel = Cancel
edit = Edit
choose = Choose
optional = optional
currency = Currency
status = Status
actions = Actions
date = Date
year = Year
note = Note
reason = Reason
period = Period
begins = Begins
ends = Ends
description = Description
theme = Theme
themes = Themes
organisation = Organisation
total = Total
download = Download as a file
case-number = Case number
in-language-fi = in Finnish
in-language-sv = in Swedish
in-language-en = in English
text-in-fi = In Finnish
text-in-sv = In Swedish
text-in-en = In English
text-other-languages = In other languages
nothing-to-choose = Nothing to choose yet.

# How exact a figure is.
figure-at_least = at least { $value }
figure-about = about { $value }

# Lists.
filters = Narrow the list
filter = Filter
clear-filters = Clear filters
search-words = Search words
pages = Pages
first-page = First page
next-page = Next page
download-csv = Download as a table (CSV)
download-xlsx = Download as a workbook (XLSX)
list-empty = The list is empty.
list-nothing-found = Nothing matches these filters.
list-count = { $count ->
   [one] { $count } row
   *[other] { $count } rows
}
list-count-of-page = { $count } on this page

# What was just done.
done-created = Added.
done-saved = Saved.
done-value-corrected = The value has been corrected. The earlier value stays in its history.
done-deleted = Deleted.
done-signed-out = You have signed out.
done-session-ended = The sign-in has been ended.
done-reset-requested = If we know the address, we have sent it a link with which you can choose a new password.
done-password-changed = The password has been changed. Sign in with the new one.
done-erased = Your data have been erased.
done-erased-of = The person has been erased.
done-second-factor-removed = Two-step sign-in has been turned off.
done-second-factor-reset = Two-step sign-in has been removed, and the person has been told.
done-request-rejected = The request has been rejected.
done-statement-submitted = The statement has been submitted. Thank you!
done-statement-reopened = The statement can be edited again.
done-reminded = Reminders have been sent to those whose statement is missing.
done-locked = The round has been locked.
done-drafted = The draft has been compiled from the data. Read it through and complete it.
done-redrafted = The draft has been compiled again from the present data.
done-report-locked = The follow-up has been locked. Its figures no longer change.
done-values-entered = The values have been saved.
done-figure-released = The figure has been released. It no longer changes.
done-figure-withheld = The figure cannot be shown. This applies to the whole year.
done-figure-withdrawn = The figure has been withdrawn.
done-sharing-given = The data is shared now. Both organisations have the agreement.
done-sharing-ended = The agreement has ended. The recipient no longer sees the data.

# Lists that are written into files.
exports-title = Files
export-of-report = Yearly follow-up, as a document
exports-lead = Long lists and long follow-ups are written into files while you do something else. A file waits here for seven days, and only you can fetch it.
exports-none = You have no files here. Long lists and long follow-ups come here when you download them.
exports-refresh = See how far they are
export-list = List
export-narrowed = { $list }, narrowed
export-kind = Kind
export-rows = Rows
export-asked = Asked for
export-expires = Deleted on
export-fetch = Download
export-delete = Delete
export-stop = Stop
export-kib = { $count } kB
export-format-csv = CSV
export-format-csv_excel_nordic = CSV for Excel
export-format-xlsx = Workbook (XLSX)
export-format-pdf = PDF
export-state-waiting = Waiting
export-state-running = Being written
export-state-done = Ready
export-state-failed = Failed
done-export-begun = It is long: it is being written into a file, which you find here.

# The search over everything.
search-title = Search everything
search-go = Search
search-hint = Words in any language; other forms of a word are found too. Use quotation marks for an exact phrase and a minus sign to exclude a word.
search-needs-words = Type at least one word, and at most 200 characters.
search-kinds = Where the words occur
search-all = Everything
search-hits = Results
search-count = { $count ->
    [one] One result
   *[other] { $count } results
  }
search-many = More than { $count } results. Add a word to find what you mean.
search-none = Nothing was found. Try another word or the beginning of one, or leave a word out.
