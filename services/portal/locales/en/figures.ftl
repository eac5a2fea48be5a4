# Figures over many organisations.
national-title = Joint figures
national-lead = Totals over the organisations that share their figures with yours. Only released figures are shown, and a released figure never changes.
national-caption = Released figures by measure and year
national-back = Joint figures
measure = Measure
measure-projects_under_way = Projects under way
measure-eu_funding_granted_eur = EU funding granted, euro
measure-eu_funding_granted_sek = EU funding granted, Swedish kronor
measure-network_memberships = Memberships of networks
measure-activities = Visits, exchanges and other activities
measure-participants = Participants in activities
measure-goals_with_indicator = Goals with an indicator
figure = Figure
figure-not-shown = Not shown
figure-not-released = Not released
coverage-band = Coverage
coverage-band-under_10 = fewer than 10 organisations
coverage-band-10_to_24 = 10–24 organisations
coverage-band-25_to_49 = 25–49 organisations
coverage-band-50_to_99 = 50–99 organisations
coverage-band-100_to_199 = 100–199 organisations
coverage-band-200_or_more = 200 organisations or more
releases-title = What has been released
releases-none = Nothing has been released yet.
released-at = Released
withdrawn-at = Withdrawn
release-state-released = released
release-state-withheld = not shown
release-state-withdrawn = withdrawn
release-new-title = Release a figure
release-new-lead = The figure is counted once, from those who share it now, and is final: it does not change when somebody joins, leaves or corrects. If it would tell about a single organisation, it is not shown, and that applies to the whole year too. So release a year when everybody has had the time to join. You will be asked to confirm that it is you.
release-submit = Release for good
release-withdraw = Withdraw the figure
release-withdraw-lead = The figure is taken away everywhere here and is not released again for this year. Whoever has read it knows it still. You will be asked to confirm that it is you.

# What others give by name.
shared-title = Shared by others
shared-lead = What other organisations have decided to show yours, as they keep it themselves. It ends the moment they end it.
shared-list-lead = As the organisations keep it themselves. What they stop sharing disappears from here.
shared-none = Those who share with you have nothing here yet.
shared-owners = By organisation
shared-owner = Organisation
shared-thing = Name
shared-kind = Kind
shared-role = Role
shared-since = Member since
shared-until = Until
shared-participants = Participants
shared-count = { $count ->
   [one] { $count } row
   *[other] { $count } rows
}
dataset-goals = Goals
dataset-projects = Projects
dataset-networks = Networks
dataset-activities = Visits, exchanges and other activities
