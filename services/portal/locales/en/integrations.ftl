# Keys by which programs act.
api-keys-title = API keys
api-keys-lead = With a key, a program reads or writes in the name of whoever made it: what the key was made for, and never more than its maker may at that moment.
api-keys-none = There are no keys.
api-keys-count = { $count ->
   [one] { $count } key
   *[other] { $count } keys
}
api-keys-back = To the API keys
api-key-name = Name
api-key-name-hint = Which program it is for.
api-key-scopes = What it may do
api-key-scopes-hint = No more than the program needs. Who changes something usually has to read it first.
api-key-ends-on = Last day
api-key-ends-on-hint = A year ahead at most, so that no key is forgotten.
api-key-networks = Networks
api-key-networks-hint = From where it may be used, one address or network a line, such as 192.0.2.0/24. Empty: from anywhere.
api-key-anywhere = From anywhere
api-key-made-by = Created by
api-key-last-used = Last used
api-key-new-title = Create an API key
api-key-new-lead = The key is shown once, right after it was created. Keep it where the program finds it and people do not.
api-key-new-submit = Create the key
api-key-made-title = The key was created
api-key-made-lead = Copy it now: it is not shown again. The program sends it with every request as Authorization: Bearer and the key.
api-key-onward = I have copied it
api-key-revoke-title = Revoke the key
api-key-revoke-lead = It opens nothing from that moment on. This cannot be undone; a program that still uses it stops working.
api-key-revoke-submit = Revoke
done-key-revoked = The key opens nothing any more.
api-key-state-active = Valid
api-key-state-ended = Ended
api-key-state-revoked = Revoked

# What a key may be made for.
api-scope-organisation-read = Organisation: read
api-scope-organisation-write = Organisation: change what it says of itself
api-scope-units-read = Units: read
api-scope-units-write = Units: change
api-scope-people-read = People: read
api-scope-invitations-read = Invitations: read
api-scope-themes-read = Themes: read
api-scope-themes-write = Themes: change
api-scope-sharing-read = Sharing agreements: read
api-scope-journal-read = Change log: read
api-scope-goals-read = Goals, steering documents, indicators, assignments and statements: read
api-scope-goals-write = Goals: change, close, judge
api-scope-goal_levels-write = Levels of goals: change
api-scope-goal_thresholds-write = Thresholds of goals: change
api-scope-goal_links-write = Links between goals and activities: change
api-scope-policies-write = Steering documents: change
api-scope-assignments-write = Assignments: change, complete
api-scope-indicators-write = Indicators: change
api-scope-indicator_values-write = Values of indicators: enter and correct
api-scope-statements-write = Statements: write, ask for
api-scope-projects-read = Projects, applications, activities, partners and networks: read
api-scope-projects-write = Projects: change
api-scope-applications-write = Applications: change
api-scope-activities-write = Activities: change
api-scope-partners-write = Partners: change
api-scope-networks-write = Networks: change
api-scope-registers-read = Boards and search: read
api-scope-reports-read = Yearly follow-up: read
api-scope-reports-write = Yearly follow-up: write, lock
api-scope-completeness-write = Asking people for what is owed
api-scope-aggregates-read = Joint figures: read
api-scope-shared-read = What others share: read
api-scope-usage-read = Plan and usage: read

# Programs that are told when things change.
webhooks-title = Webhooks
webhooks-lead = Programs that are told at once when something changes: which thing, and where to ask for it. What it says, the program reads with a key.
webhooks-none = There are no webhooks.
webhooks-count = { $count ->
   [one] { $count } webhook
   *[other] { $count } webhooks
}
webhooks-back = To the webhooks
webhook-name = Name
webhook-name-hint = Which program it is.
webhook-url = Address
webhook-url-hint = Begins with https:// and is reached in the open internet.
webhook-host = Host
webhook-kinds = Told of changes to
webhook-enabled = Enabled
webhook-failing = Has taken nothing since { $since }
webhook-disabled = Disabled
webhook-disabled-wish = Disabled by hand
webhook-disabled-failing = Disabled, because it took nothing for three days
webhook-disabled-gone = Disabled, because it answered that it is gone
webhook-enable = Enable
webhook-disable = Disable
webhook-new-title = Add a webhook
webhook-new-lead = Each message is signed, so that the program knows who it is from. The secret for that is shown once, right after.
webhook-new-submit = Add
webhook-edit-title = Change the webhook
webhook-made-title = The webhook was added
webhook-made-lead = Copy its secret now: it is not shown again. The program checks the header webhook-signature with it (Standard Webhooks).
webhook-onward = I have copied it
webhook-secret-title = Replace the secret
webhook-secret-lead = For a day, messages are signed with the old and the new secret, so that the program can change over in peace.
webhook-secret-submit = Replace
webhook-replaced-title = The secret was replaced
webhook-replaced-lead = Copy the new one now: it is not shown again. The old one is good for a day more.
removal-lead-webhook = The program is told nothing any more, and the log goes with it. This cannot be undone; its history stays.
webhook-log = What it was told
webhook-log-lead = Of the last thirty days. What is not taken is tried again for about three days, each time under the same id.
webhook-log-none = It has been told nothing.
webhook-log-older = Older
delivery-what = What
delivery-happened = Happened
delivery-attempts = Tries
delivery-tried = Last try
delivery-answer = Answer
delivery-next = Next try
delivery-again = Send again
done-delivery-again = It is being sent again.
delivery-state-all = All
delivery-state-waiting = Waiting
delivery-state-delivered = Delivered
delivery-state-failed = Given up
delivery-fault-answer = Refused
delivery-fault-late = No answer in time
delivery-fault-no_connection = No connection
delivery-fault-unknown_host = No address for the name
delivery-fault-inward = Leads into a private network

# What can be wrong with either.
fault-key_revoked = The key was revoked before.
fault-in_the_past = The day is over already. Choose a later one.
fault-too_late = A key lasts a year at most. Choose an earlier day, and make another key before it ends.
fault-bad_network = This is neither an address nor a network such as 192.0.2.0/24.
fault-too_many_keys = The organisation has a hundred keys, which is the most. Revoke one that is no longer used.
fault-bad_url = Write a whole address that begins with https://, without a password and without a #.
fault-not_secure = The address has to begin with https://.
fault-inward = The address leads into a private network. A webhook is reached in the open internet.
fault-unknown_host = No address is found for this name.
fault-already_disabled = It is told nothing already.
fault-already_enabled = It is told already.
fault-webhook_disabled = Nothing is sent to a webhook that is disabled. Enable it first.
fault-too_many_webhooks = The organisation has twenty webhooks, which is the most. Delete one that is no longer used.

# What happened, and who may do what.
event-disabled = Disabled
event-enabled = Enabled
event-key_revoked = Revoked
event-secret_replaced = Secret replaced
thing-api_key = API key
thing-webhook = Webhook
permission-api_keys-read = See the API keys
permission-api_keys-make = Create API keys
permission-api_keys-revoke = Revoke API keys
permission-webhooks-read = See the webhooks and their logs
permission-webhooks-edit = Add, change and delete webhooks
permission-webhooks-send = Enable and disable webhooks, send again

# In the description of the API.
api-keys-text = A program that runs by itself needs no sign-in: an administrator makes a key for it, and it sends `Authorization: Bearer smk_…` with every request. A key has scopes: `goals:read` is every permission called `goals.…` that reads, `goals:write` every one that writes; writing includes no reading. It does no more than its maker may at that moment, and nothing that asks for a fresh proof of who one is. A scope that is missing is answered with 403 and `beyond_scope`, a key that was revoked or has ended with 401 and `bad_api_key`.
webhooks-text = A webhook is told by `POST`, in the manner of Standard Webhooks: `webhook-id` is the same in all tries, `webhook-timestamp` says when it was sent, and `webhook-signature` holds `v1,` and the HMAC-SHA256 of `id.timestamp.body` with the secret that begins with `whsec_`. Check it, answer with 2xx within ten seconds, and do the work afterwards. Messages may come twice and in another order: keep what has the higher `version`. What is not taken is tried again for about three days; 410 ends it. Redirects are not followed.
