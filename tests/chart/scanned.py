"""The policy scanner finds nothing in what is rendered but what accepted.yaml gives reasons for."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import yaml

from rendering import HERE, VALUES, rendered

ACCEPTED = yaml.safe_load((HERE / "accepted.yaml").read_text())


class Scanner(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as place:
            for name in VALUES:
                (Path(place) / f"{name}.yaml").write_text(rendered(name))
            # The files, never the chart: with --framework helm it is content with a chart that does not render.
            command = [os.environ["CHECKOV"], "--directory", place, "--framework", "kubernetes", "--output", "json"]
            done = subprocess.run(
                [*command, "--compact", "--quiet", "--soft-fail", "--skip-download"],
                capture_output=True,
                text=True,
                env={**os.environ, "LOG_LEVEL": "ERROR", "CHECKOV_RUN_SCA_PACKAGE_SCAN_V2": "false"},
            )
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        cls.report = json.loads(done.stdout)

    def findings(self):
        for found in self.report["results"]["failed_checks"]:
            yield found["check_id"], Path(found["file_path"]).stem, found["resource"], found["check_name"]

    def test_it_read_every_file(self):
        self.assertEqual(self.report["results"].get("parsing_errors", []), [])
        self.assertGreater(self.report["summary"]["passed"], 500)

    def test_nothing_is_found_that_was_not_accepted_with_a_reason(self):
        strange = [found for found in self.findings() if not any(covers(entry, found) for entry in ACCEPTED)]
        self.assertEqual(sorted(set(strange)), [])

    def test_nothing_is_accepted_that_is_not_found(self):
        found = list(self.findings())
        idle = [entry["check"] for entry in ACCEPTED if not any(covers(entry, one) for one in found)]
        self.assertEqual(idle, [])

    def test_every_acceptance_has_a_reason(self):
        for entry in ACCEPTED:
            self.assertGreater(len(entry["because"]), 40, entry["check"])


def covers(entry, found):
    check, name, resource, _ = found
    return (
        entry["check"] == check
        and name in entry.get("in", [name])
        and (not entry.get("of") or any(part in resource for part in entry["of"]))
    )
