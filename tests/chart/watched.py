"""Alerts and dashboard are about figures that exist; each alert fires once here, is silent once, and has its chapter."""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import yaml

from rendering import CHART, HERE, ROOT, VALUES, of_kind

AWAITED = yaml.safe_load((HERE / "awaited.yaml").read_text())["metrics"]
OTHERS = yaml.safe_load((HERE / "watched.yaml").read_text())
TESTS = HERE / "rules-test.yaml"
FULL = "ha"


def exported():
    """As `/metrics` calls them: what figures.rs makes, by the rules of prometheus.rs."""
    text = (ROOT / "services/platform/src/telemetry/figures.rs").read_text()
    for kind, name in re.findall(r'\b(seconds|count|level|age)\(\s*"([a-z._]+)"', text):
        name = name.replace(".", "_")
        if kind == "seconds":
            yield from (f"{name}_seconds{part}" for part in ("_bucket", "_sum", "_count"))
        else:
            yield {"count": f"{name}_total", "level": name, "age": f"{name}_seconds"}[kind]


def metrics(expression):
    yield from re.findall(r"([a-z][a-z0-9_:]+)\{", expression)
    for names in re.findall(r'__name__=~"([^"]+)"', expression):
        yield from names.split("|")


def groups(name):
    (rule,) = of_kind(name, "PrometheusRule")
    return rule["spec"]["groups"]


def alerts(name):
    return [rule for group in groups(name) for rule in group["rules"]]


class Watching(unittest.TestCase):
    def test_every_figure_that_is_looked_at_is_exported_by_somebody(self):
        known = {*exported(), *OTHERS, *AWAITED}
        self.assertGreater(len(set(exported())), 15)
        dashboard = json.loads((CHART / "files/dashboard.json").read_text())
        asked = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
        asked += [rule["expr"] for name in ("ha", "single") for rule in alerts(name)]
        asked += [t["metadata"]["query"] for s in of_kind("keda", "ScaledObject") for t in s["spec"]["triggers"] if t["type"] == "prometheus"]
        self.assertGreater(len(asked), 50)
        for expression in asked:
            found = set(metrics(expression))
            self.assertTrue(found, expression)
            self.assertLessEqual(found, known, expression)

    def test_what_is_awaited_is_not_there_yet(self):
        self.assertEqual(set(AWAITED) & set(exported()), set(), "take it out of awaited.yaml")

    def test_promtool_finds_the_rules_of_every_size_in_order(self):
        for name in VALUES:
            if of_kind(name, "PrometheusRule"):
                with self.subTest(name), tempfile.TemporaryDirectory() as place:
                    self.promtool("check", "rules", self.rules(name, place))

    def test_each_alert_fires_when_it_should_and_is_silent_when_not(self):
        with tempfile.TemporaryDirectory() as place:
            self.rules(FULL, place)
            (Path(place) / TESTS.name).write_text(TESTS.read_text())
            self.promtool("test", "rules", str(Path(place) / TESTS.name))

    def test_no_alert_is_left_untested(self):
        fires, silent = set(), set()
        for test in yaml.safe_load(TESTS.read_text())["tests"]:
            for moment in test["alert_rule_test"]:
                (fires if moment.get("exp_alerts") else silent).add(moment["alertname"])
        wanted = {rule["alert"] for rule in alerts(FULL)}
        self.assertGreater(len(wanted), 15)
        self.assertEqual((wanted - fires, wanted - silent), (set(), set()))

    def test_each_alert_has_a_severity_a_sentence_and_a_chapter_of_the_runbook(self):
        chapters = re.findall(r"^#### (Samverka\w+)$", (CHART / "README.md").read_text(), re.M)
        for rule in alerts(FULL):
            with self.subTest(rule["alert"]):
                self.assertIn(rule["labels"]["severity"], ("critical", "warning"))
                self.assertTrue(rule["annotations"]["summary"].endswith("."))
                self.assertTrue(rule["annotations"]["runbook_url"].endswith("#" + rule["alert"].lower()))
        self.assertEqual(sorted(chapters), sorted({rule["alert"] for rule in alerts(FULL)}))

    def test_no_threshold_is_left_unfilled(self):
        for name in VALUES:
            for found in of_kind(name, "PrometheusRule"):
                self.assertNotRegex(json.dumps(found), r"<[a-zA-Z]+>")

    def rules(self, name, place):
        """Without addresses of the runbook, which the tests of the rules would have to repeat."""
        told = json.loads(json.dumps(groups(name)))
        for group in told:
            for rule in group["rules"]:
                del rule["annotations"]["runbook_url"]
        path = Path(place) / "rules.yaml"
        path.write_text(yaml.safe_dump({"groups": told}, sort_keys=False))
        return str(path)

    def promtool(self, *arguments):
        done = subprocess.run([os.environ["PROMTOOL"], *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
