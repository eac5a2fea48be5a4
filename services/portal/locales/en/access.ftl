# Signing in, passwords, invitations.
sign-in-title = Sign in
sign-in-lead = Samverka brings together the goals, projects and results of a municipality's international and cross-cutting work.
sign-in-submit = Sign in
sign-in-forgotten = Have you forgotten your password?
sign-in-no-account = Request Samverka for your organisation
email = E-mail
password = Password
new-password = New password
new-password-hint = At least 12 characters. A sentence of a few words makes a good password.
forgotten-password-title = Forgotten password
forgotten-password-lead = Enter your e-mail address and we will send a link with which you can choose a new password.
forgotten-password-submit = Send the link
reset-password-title = Choose a new password
reset-password-submit = Change the password
reset-password-again = Ask for a new link
invitation-title = You have been invited
invitation-known = You already have an account here. Join with the password you have.
invitation-new = Enter your name and choose a password, and you are in.
invitation-submit = Accept the invitation
own-name = Your name
own-language = Language
own-colours = Colours

# Organisation, profile, sign-ins.
organisations-title = Which organisation do you work for now?
organisations-lead = You can change organisation at any time at the top of the page.
organisations-none = You are not a member of any organisation at the moment. Ask your organisation's administrator for an invitation.
organisations-current = chosen now
profile-title = My profile
profile-lead = Language and colours hold on every device you sign in from.
sessions-title = Sign-ins
sessions-lead = Here you see where you are signed in. End a sign-in you do not recognise, and then change your password.
session-device = Device
session-unknown-device = Unknown device
session-began = Signed in
session-seen = Last used
session-current = this device
session-end = End

# Asking for a subscription and deciding on it.
sign-up-title = Request Samverka for your organisation
sign-up-lead = Tell us which organisation this is about and whom we can contact. You will have an answer by e-mail.
sign-up-organisation = Organisation
sign-up-contact = Contact person
sign-up-message = Message
sign-up-submit = Send the request
country = Country
organisation-kind = Kind of organisation
organisation-name = Name of the organisation
organisation-code = Official code
organisation-code-hint = For example the municipality code 846
thank-you-title = Thank you for your request
thank-you-lead = Your request has been received. This is what happens next:
thank-you-review = The request is reviewed.
thank-you-invitation = The contact person gets an invitation by e-mail to come in.
thank-you-trial = The trial begins, and you can invite others.
thank-you-sign-in = To the sign-in page
requests-title = Requests
requests-lead = Organisations that would like to use Samverka.
requests-none = No requests.
requests-count = { $count ->
   [one] { $count } request
   *[other] { $count } requests
}
requests-back = All requests
request-approve = Approve
request-approve-lead = Approval opens a trial and sends the contact person an invitation.
request-note = Note
request-reject = Reject
request-approved = The request has been approved
request-link = The invitation has been sent by e-mail. You can also pass on this link yourself. It is shown only now.
request-invitation = First administrator's invitation
request-invite-again = Send the invitation again
request-invite-again-lead = For when the letter was lost: the contact person gets a new link by e-mail.
request-invite-again-confirm = The earlier link stops working, and a new invitation is sent.
request-invited-again = The invitation has been sent again
contact = Contact person
requested-at = Requested
trial-until = Trial ends
