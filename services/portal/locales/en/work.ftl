# Visits, exchanges and other activities.
activities-title = Visits and exchanges
activities-lead = Visits, exchanges, seminars, events, culture, training and advocacy: who went where, how many, and what was learned.
activities-none = Nothing has been added yet. What is added is shown here and counted in the yearly follow-up.
activities-count = { $count ->
   [one] { $count } activity
   *[other] { $count } activities
}
activities-back = All visits and exchanges
activity-new-title = Add a visit or an exchange
activity-edit-title = Edit the visit or exchange
activity-unit = Responsible unit
activity-participants = Participants
activity-participants-none = No participants have been entered.
activity-people = Participants in all
activity-serves = Results
activity-more = More: languages, cost, project, partners, themes
more-about-group = Profession and country
participants-country = Country they went to or came from
duration-years = { $years } years
not-over-before = Ends on or after
begun-by = Begins on or before

# Partners and twin towns.
partners-title = Partners and twin towns
partners-lead = Towns, universities, companies and others we work with, and when something was last done together.
partners-none = No partners have been added yet.
partners-count = { $count ->
   [one] { $count } partner
   *[other] { $count } partners
}
partners-back = All partners
partner-new-title = Add a partner
partner-edit-title = Edit the partner
partner-dormant = dormant
partner-is-dormant = Dormant partner
partner-dormant-told = Nothing has been done with this partner for two years.
twin-town-standing = Twinning status
twin-town-standing-hint = Leave blank if not a twin town.
last-activity = Last activity
website-hint = For example https://example.org/
notes = Notes
partner-projects = Projects with the partner
partner-projects-none = No project names this partner.
partner-activities = Done together
partner-activities-none = Nothing done together has been entered.

# Networks and memberships in them.
networks-title = Networks
networks-lead = Networks and representation offices we belong to, and who is responsible for each membership.
networks-none = No networks have been added yet.
networks-count = { $count ->
   [one] { $count } network
   *[other] { $count } networks
}
networks-back = All networks
network-new-title = Add a network
network-edit-title = Edit the network
network-memberships = Memberships
network-memberships-none = No memberships have been entered yet.
network-answers = Responsible
network-membership-new-title = Add a membership
network-membership-new-lead = Either a unit of ours or an external organisation is responsible.
network-membership-edit-title = Edit the membership
network-membership-delete-title = Delete the membership?
network-membership-delete-lead = Enter its last day instead when it has ended: then it still appears in the follow-up for those years.
network-activities = Done in the network
network-activities-none = Nothing done in the network has been entered.

# Deleting.
delete = Delete
removal-title = Delete “{ $name }”?
removal-lead = Everything attached will be deleted too. This cannot be undone; the history is kept.

# Languages that are spoken.
spoken-fi = Finnish
spoken-sv = Swedish
spoken-en = English
spoken-no = Norwegian
spoken-da = Danish
spoken-is = Icelandic
spoken-se = Northern Sámi
spoken-et = Estonian
spoken-lv = Latvian
spoken-lt = Lithuanian
spoken-de = German
spoken-fr = French
spoken-es = Spanish
spoken-it = Italian
spoken-nl = Dutch
spoken-pl = Polish
spoken-pt = Portuguese
spoken-ru = Russian
spoken-uk = Ukrainian
spoken-zh = Chinese
spoken-ja = Japanese
