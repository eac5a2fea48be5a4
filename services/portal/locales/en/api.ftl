# The API, described for people.
api-title = API description
api-lead = For programs that read from Samverka or write to it. What these pages can do, a program can do as well.
api-machine = The same for programs:
api-on-this-page = On this page
api-english = Names and descriptions are in English.
api-back = All resources
api-count = { $count ->
   [one] { $count } operation
   *[other] { $count } operations
}

api-sign-in = Sign in
api-sign-in-email = planner@example.org
api-sign-in-text = Signing in gives a session token. With it, fetch an access token for one organisation: it is good for five minutes and goes along with every request. When it has expired, fetch a new one with the session token. The example uses `curl`, and `jq` to read the answers.
api-values = Values
api-values-text = Requests and answers are JSON. Ids are UUIDs, days are written `2026-11-22` and moments in UTC, `2026-11-22T07:30:00Z`. An amount of money is a text of digits with its currency, never a floating-point number. A figure says how exact it is: `exact`, `at_least` or `about`. Texts that people read stand in up to three languages.
api-lists = Lists, pages and filters
api-lists-text = A list comes in pages of 50 rows; `limit` asks for 1 to 200. Give the answer’s `next` back as `after` to get the next page; on the last page it is `null`. Filters are named like the fields. `sort` names a field, and `-` before it turns the order round. A parameter nobody knows is answered with 422.
api-csv = Lists as tables (CSV, XLSX)
api-csv-text = With `format=csv` a list comes whole, up to 10,000 rows, as RFC 4180 describes. With `dialect=excel-nordic` it has semicolons and decimal commas, as Excel expects in the Nordic countries. With `format=xlsx` it comes as a workbook in which numbers and days are real cells.
api-versions = Versions and changes
api-versions-text = Everything has a version, told in the `ETag` header. A change to something that exists (`PUT`, `PATCH`, `DELETE`, and actions such as `/close`) names the version it means in the `If-Match` header. Without it the answer is 428. If somebody else was faster, it is 412 with the present version in `current_version`: read again, then decide.
api-versions-patch = `PATCH` takes a JSON Merge Patch: fields you leave out stay as they are, `null` clears one.
api-once = The same request twice
api-once-text = A `POST` may carry an `Idempotency-Key` header with a new UUID of your own. Send the same request again within 24 hours, for example because the connection broke, and you get the same answer and the work is done once. Another request with the same key is answered with 422.
api-errors = Errors
api-errors-text = What fails is answered with a problem (RFC 9457, `application/problem+json`). Programs should decide by `code`, which never changes its meaning; `detail` is a sentence for people. `errors` points at each faulty field with a JSON pointer, or at a parameter with `?name`. What belongs to another organisation is answered with 404, as if it did not exist. Quote `request_id` when you ask for help.
api-permissions = Who may do what
api-permissions-text = A program may do what the person whose token it uses may do. `GET /api/v1/roles` tells what each role may do, and how far: in the whole organisation, in the own unit and those below it, or with one’s own records. A refusal (403 with `not_allowed`) names the permission that is missing.
api-resources = Resources

# One resource.
api-who-anybody = Anybody may, without a token.
api-who-token = With a token, if its holder has the permission.
api-place-path = Path parameters
api-place-query = Query parameters
api-place-header = Headers
api-body = Body
api-answers = Answers
api-example = Example
api-for-example = for example
api-required = required
api-shapes = Shapes
api-shapes-text = What the operations above take and answer.
api-or = or
api-kind-choice = one of
api-kind-list = list of
api-kind-map = object with values of the kind
api-kind-object = object
api-kind-id = id (UUID)
api-kind-date = date
api-kind-moment = moment
api-kind-text = text
api-kind-whole = whole number
api-kind-number = number
api-kind-boolean = true or false
api-kind-any = any value
api-status-200 = OK
api-status-201 = Created
api-status-202 = Accepted; it happens in the background
api-status-204 = Done, nothing to tell
api-status-400 = The request cannot be read
api-status-401 = No token, or one that is no longer good
api-status-403 = Not allowed
api-status-404 = No such thing
api-status-405 = The address does not take this method
api-status-409 = Does not fit with how things stand
api-status-412 = Somebody else changed it first
api-status-413 = Too large
api-status-415 = Another media type is needed
api-status-422 = Understood, but something in it is wrong
api-status-428 = The version is missing
api-status-429 = Too many requests; wait and try again
api-status-500 = A fault of ours
api-status-503 = Out of service for a moment; try again
