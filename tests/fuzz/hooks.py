"""Signs in as SAMVERKA_FUZZ_PERSON, and again before an access token is over."""

import json
import os
import urllib.request

import schemathesis

URL = os.environ["SAMVERKA_TEST_URL"]
PERSON = json.loads(os.environ["SAMVERKA_FUZZ_PERSON"])
# An access token is good for five minutes.
RENEW_AFTER = 120


def ask(path, body, token=None):
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = urllib.request.Request(f"{URL}/api/v1{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def by_kind(case, _context):
    """What ends sessions gets one of its own, or everything after it would be a stranger's request."""
    return "sessions" if case.operation.path.startswith("/api/v1/sessions") else "other"


@schemathesis.auth(refresh_interval=RENEW_AFTER, cache_by_key=by_kind)
class SignedIn:
    def get(self, _case, _context):
        session = ask("/sessions", {"email": PERSON["email"], "password": PERSON["password"]})
        organisation = next((o["id"] for o in session["organisations"]), None)
        access = ask("/sessions/access-tokens", {"organisation_id": organisation}, session["token"])
        return access["access_token"]

    def set(self, case, data, _context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
