"""Each image starts in a bare root, with the settings that it needs and real stores, and is well."""

import functools
import os
import re
import unittest

from image import PROGRAMS, USER, image
from room import Room, settings
from visitor import Visitor

SERVICES = ["tenants", "goals", "projects", "reporting"]
# Whatever somebody who broke in would ask for first.
TOOLS = ["/bin/sh", "/bin/bash", "/bin/busybox", "/usr/bin/env", "/bin/ls", "/usr/bin/apt", "/usr/bin/curl", "/usr/bin/perl", "/usr/bin/python3"]


@functools.cache
def prepared():
    """Roles, schemas and tables, made as the chart's Job makes them: by the image of `suite`, twice."""
    told = []
    for command in ("provision", "migrate", "migrate"):
        with Room("suite", [command], settings("prepare")) as room:
            told.append((command, room.ends(300), room.said()))
    return told


class Starts(unittest.TestCase):
    def test_the_image_of_suite_makes_roles_and_tables_as_the_job_of_the_chart_does(self):
        self.assertEqual([(command, code) for command, code, _ in prepared()], [("provision", 0), ("migrate", 0), ("migrate", 0)], prepared())

    def test_suite_lives_and_is_ready_alone_and_ends_when_asked(self):
        prepared()
        with Room("suite", ["up"], settings("suite")) as room:
            self.well(room)
            port = settings("suite")["SAMVERKA_HTTP_ADDRESS"].split(":")[1]
            code, page = room.asked("/sign-in", port)
            self.assertEqual((code, b"<html" in page), (200, True))
            self.ends(room)

    def test_an_organisation_chooses_among_the_time_zones_of_the_image(self):
        prepared()
        told = settings("suite")
        with Room("suite", ["up"], told) as room:
            self.assertTrue(room.answers("/readyz"), room.said()[-3000:])
            visitor = Visitor(told["SAMVERKA_HTTP_ADDRESS"])
            signed_in = {"email": told["SAMVERKA_OPERATOR_EMAIL"], "password": told["SAMVERKA_OPERATOR_PASSWORD"]}
            operator = visitor.with_session(visitor.gets("POST", "/api/v1/sessions", signed_in))
            administrator, organisation = visitor.administrator(operator)
            place = f"/api/v1/organisations/{organisation}"
            version = administrator.gets("GET", place)["version"]
            code, body = administrator.asks("PATCH", place, {"time_zone": "Europe/Atlantis"}, version=version)
            self.assertEqual(code, 422, body)
            code, body = administrator.asks("PATCH", place, {"time_zone": "Atlantic/Faroe"}, version=version)
            self.assertEqual((code, body.get("time_zone")), (200, "Atlantic/Faroe"), body)

    def test_every_service_serves_and_works_and_ends_when_asked(self):
        prepared()
        with Room("tenants", ["serve"], settings("tenants")) as tenants:
            self.well(tenants)
            for service in SERVICES:
                for role in ["serve", "work"]:
                    if (service, role) != ("tenants", "serve"):
                        with self.subTest(service=service, role=role), Room(service, [role], settings(service + "-work" * (role == "work"))) as room:
                            self.well(room)
                            self.ends(room)
            self.ends(tenants)

    def test_the_portal_serves_pages_and_ends_when_asked(self):
        with Room("portal", ["serve"], settings("portal")) as room:
            self.well(room)
            port = settings("portal")["SAMVERKA_HTTP_ADDRESS"].split(":")[1]
            code, page = room.asked("/sign-in", port)
            self.assertEqual((code, b"<html" in page), (200, True))
            (style, *_) = re.findall(rb'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"', page)
            self.assertEqual(room.asked(style.decode(), port)[0], 200)
            self.ends(room)

    def test_there_is_no_shell_and_no_tool_in_any_image(self):
        for program in PROGRAMS:
            for tool in TOOLS:
                with self.subTest(program=program, tool=tool), Room(program, ["-c", "true"], {}, entrypoint=tool) as room:
                    self.assertNotEqual(room.ends(), 0)
                    self.assertIn(f"execvp {tool}: No such file or directory", room.said())

    def test_without_settings_each_says_which_are_missing_and_does_not_start(self):
        for program in PROGRAMS:
            with self.subTest(program=program), Room(program, ["up" if program == "suite" else "serve"], {}) as room:
                self.assertNotIn(room.ends(), [0, 101])
                self.assertIn("SAMVERKA_", room.said())

    def test_a_database_that_is_not_there_is_said_and_nothing_starts_half(self):
        told = settings("goals")
        away = {key: re.sub(r"@[^/]+/", "@stores.samverka.example:9/", told[key]) for key in ("SAMVERKA_GOALS_APP_URL", "SAMVERKA_GOALS_RELAY_URL")}
        with Room("goals", ["serve"], told | away) as room:
            self.assertNotIn(room.ends(), [0, 101])
            self.assertIn("PostgreSQL", room.said())

    def well(self, room):
        """It lives, is ready, and may do nothing but what it is for."""
        self.assertTrue(room.answers("/healthz"), room.said()[-3000:])
        self.assertTrue(room.answers("/readyz"), f"{room.asked('/readyz')} {room.said()[-3000:]}")
        status = room.status()
        self.assertEqual(status["NSpid"].split()[-1], "1")
        self.assertEqual(set(status["Uid"].split()), {str(USER if os.getuid() == 0 else os.getuid())})
        self.assertEqual({status[kind] for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")}, {"0" * 16})
        self.assertEqual(status["NoNewPrivs"], "1")
        self.assertEqual(os.readlink(f"/proc/{room.pid}/exe"), "/samverka")
        mounts = {fields[4]: fields[5].split(",") for fields in map(str.split, room.fact("mountinfo").splitlines())}
        self.assertIn("ro", mounts["/"])
        self.assertIn("rw", mounts["/tmp"])
        self.assertEqual({place for place, how in mounts.items() if "rw" in how and not re.match(r"/(proc|dev|tmp|var/lib/samverka)\b", place)}, set())
        # Everything that it has mapped is of the image.
        mapped = set(re.findall(r" (/\S+)$", room.fact("maps"), re.M))
        self.assertEqual({path for path in mapped if path not in image(room.program).files()}, set())

    def ends(self, room):
        self.assertEqual(room.stops(), 0, room.said()[-3000:])
