"""Somebody who asks the API of a program in its room."""

import json
import urllib.error
import urllib.request
import uuid


class Visitor:
    def __init__(self, address, token=None):
        self.address, self.token = address, token

    def asks(self, method, path, body=None, version=None):
        """The answer's status and body."""
        headers = {"content-type": "application/json"}
        headers |= {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"if-match": f'"{version}"'} if version else {}
        request = urllib.request.Request(f"http://{self.address}{path}", json.dumps(body).encode() if body is not None else None, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def gets(self, *asked, **how):
        """The body of an answer that must be a good one."""
        code, body = self.asks(*asked, **how)
        assert code < 300, f"{asked[:2]}: {code} {body}"
        return body

    def with_session(self, session, organisation=None):
        access = Visitor(self.address, session["token"]).gets("POST", "/api/v1/sessions/access-tokens", {"organisation_id": organisation})
        return Visitor(self.address, access["access_token"])

    def administrator(self, operator):
        """Of an organisation that signed up and was approved, and its id."""
        code = uuid.uuid4().hex[:8].upper()
        request = self.gets("POST", "/api/v1/subscriptions", {
            "organisation": {"kind": "municipality", "name": {"fi": "Kuvala"}, "code": f"X{code}", "country": "FI"},
            "contact": {"name": "Aino Kuva", "email": f"aino-{code.lower()}@kuvala.example", "language": "fi"},
            "message": "Kokeilemme.",
        })  # fmt: skip
        approved = operator.gets("POST", f"/api/v1/subscriptions/{request['id']}/approve", {}, version=request["version"])
        token = approved["accept_url"].replace("=", "/").rpartition("/")[2]
        session = self.gets("POST", "/api/v1/invitations/accept", {"token": token, "name": "Aino Kuva", "password": "a long enough password", "language": "fi"})
        return self.with_session(session, approved["organisation_id"]), approved["organisation_id"]
