"""Crates: licences that we accept, from where we take them, and what is known against them."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from image import IMAGES, PROGRAMS, ROOT

RULES = ROOT / "dev/image/deny.toml"
CLONE = os.environ.get("SAMVERKA_ADVISORIES", "")
UNREACHED = "failed to fetch advisory database"
# What cargo-deny calls a clone of the one database.
CALLED = "advisory-db-3157b0e258782691"
INVENTED = """```toml
[advisory]
id = "RUSTSEC-2026-9999"
package = "ring"
date = "2026-01-01"

[versions]
patched = []
```

# An invented flaw
"""


def deny(*arguments, rules=RULES, offline=True):
    how = ["--locked", *(["--offline"] if offline else [])]
    command = ["cargo-deny", "--manifest-path", ROOT / "Cargo.toml", "--config", rules, *how, *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def rules_with(clone):
    """The rules, looking into that clone of a database of flaws."""
    place = IMAGES / "databases"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (place / CALLED).symlink_to(pathlib.Path(clone).resolve())
    rules = IMAGES / "rules.toml"
    rules.write_text(RULES.read_text().replace("[advisories]", f"[advisories]\ndb-path = {json.dumps(str(place))}"))
    return rules


class Licences(unittest.TestCase):
    def test_every_crate_has_a_licence_that_we_accept(self):
        self.passes("licenses")

    def test_no_crate_is_one_that_we_ban(self):
        self.passes("bans")

    def test_every_crate_comes_from_where_we_take_crates(self):
        self.passes("sources")

    def test_a_licence_that_nobody_accepted_is_refused(self):
        text = RULES.read_text()
        self.assertIn('"CDLA-Permissive-2.0"', text)
        narrower = IMAGES / "narrower.toml"
        narrower.write_text(text.replace('"CDLA-Permissive-2.0",', ""))
        done = deny("check", "licenses", rules=narrower)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("webpki-roots", done.stderr)

    def test_nothing_is_known_against_any_crate(self):
        """By the database of RustSec: a clone (SAMVERKA_ADVISORIES), or fetched. Out of reach, this says so and no more."""
        if CLONE:
            done = deny("check", "advisories", rules=rules_with(CLONE))
        else:
            done = deny("check", "advisories", offline=False)
            if UNREACHED in done.stderr:
                self.skipTest("the database of RustSec is out of reach, so nobody looked for known flaws")
        self.assertEqual(done.returncode, 0, done.stderr[-4000:])

    def test_a_flaw_that_a_database_knows_is_found(self):
        """By an invented database, wherever the real one is."""
        clone = IMAGES / "invented"
        shutil.rmtree(clone, ignore_errors=True)
        (clone / "crates/ring").mkdir(parents=True)
        (clone / "crates/ring/RUSTSEC-2026-9999.md").write_text(INVENTED)
        for step in (["init", "-q"], ["add", "-A"], ["-c", "user.name=-", "-c", "user.email=-", "commit", "-qm", "Invented"]):
            subprocess.run(["git", "-C", clone, *step], check=True)
        done = deny("check", "advisories", rules=rules_with(clone))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("RUSTSEC-2026-9999", done.stderr)

    def test_every_licence_on_a_bill_is_one_that_the_rules_know(self):
        listed = set(json.loads(deny("list", "--format", "json", "--layout", "crate").stdout))
        for program in PROGRAMS:
            told = json.loads((IMAGES / f"{program}.cdx.json").read_text())["components"]
            crates = {c["name"] for c in told if c.get("purl", "").startswith("pkg:cargo/")}
            self.assertEqual(crates - {key.split()[0].split("@")[0] for key in listed}, set(), program)

    def passes(self, part):
        done = deny("check", part)
        self.assertEqual(done.returncode, 0, done.stderr[-4000:])
