"""Signs in as SAMVERKA_FUZZ_PERSON, and again before an access token is over."""

import atexit
import collections
import json
import os
import urllib.request
from pathlib import Path

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


# How often each method was answered with which status: manners alone would be kept by refusals too.
ANSWERED = collections.Counter()


@schemathesis.hook
def after_call(_context, case, response):
    code = str(response.status_code)
    if code == "429":
        # A limit of requests, or signing in with nonsense, which is shut out after a while as it has to be.
        code += f" {response.json().get('code')}"
    ANSWERED[f"{case.method.upper()} {code}"] += 1


@atexit.register
def tell():
    Path(os.environ["SAMVERKA_FUZZ_ANSWERED"]).write_text(json.dumps(ANSWERED))
