project = Project
projects-title = Projects
projects-lead = EU projects, other international, national and own projects.
projects-none = No projects have been added yet. They are shown here and in the yearly follow-up.
projects-count = { $count ->
   [one] { $count } project
   *[other] { $count } projects
}
projects-back = All projects
project-new-title = Add a project
project-edit-title = Edit the project
project-title = Name of the project
project-kind = Kind
project-role = Our role
project-money = Financing and case
project-content = Content
acronym = Acronym
programme = Programme
funder = Funder
operation-id = Funder's project code
total-cost = Total budget
summary = Summary
resident-benefit = Benefit to residents
public-card = The project card is public
work-packages = Work packages
work-package = Work package { $number }
work-package-more = What is done in it
project-partners = Partners of the project
project-goals = Goals the project serves
project-relations = Related projects
work-package-title = Name of the work package

# Applications and their financing.
application = Application
applications = Applications
applications-lead = What has been applied for, the stage of each application and what it came to.
applications-none-yet = No applications yet. They are opened on the pages of projects.
applications-count = { $count ->
   [one] { $count } application
   *[other] { $count } applications
}
application-submitted-year = Submitted in
application-newest-step = Latest stage recorded
applications-none = The project has no applications yet.
application-new-title = Add an application
application-submitted-on = Submitted
application-path = Stages of the application
application-steps = Stages recorded
call = Call
applied = Applied for
granted = Granted
conditions = Conditions
step = Stage
step-title = Record the next stage
step-to = New stage
step-on = When
decided-by = Decided by
financing = Financing plan
financing-title = Financing plan
financing-edit = Edit the financing plan
financing-lead = The sources must add up to the total.
financing-total = Total
financing-source = Source { $number }
financing-gap = The plan does not add up: the sources fall short by { $amount }.
financing-excess = The plan does not add up: the sources exceed the total by { $amount }.
source = Source
source-kind = Form
source-name = Name of the funder
amount = Amount
