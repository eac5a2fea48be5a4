"""The chart renders for every values file, as it did before."""

import difflib
import os
import unittest

from rendering import CHART, VALUES, helm, notes, rendered

GOLDEN = CHART / "ci" / "golden"


class Rendering(unittest.TestCase):
    maxDiff = None

    def test_helm_finds_nothing_to_say_against_the_chart(self):
        for name, values in VALUES.items():
            with self.subTest(name):
                well, told = helm("lint", "--strict", f"--values={values}")
                self.assertTrue(well, told)

    def test_all_six_sizes_and_platforms_are_there(self):
        wanted = {"minimal", "single", "distributed", "ha", "keda", "openshift"}
        self.assertEqual(set(VALUES), wanted)

    def test_each_renders_as_its_golden_file_says(self):
        for name in VALUES:
            for kind, text in (("yaml", rendered(name)), ("txt", notes(name))):
                with self.subTest(f"{name}.{kind}"):
                    self.compare(GOLDEN / f"{name}.{kind}", text)

    def test_no_golden_file_is_left_over(self):
        self.assertEqual({path.stem for path in GOLDEN.iterdir()}, set(VALUES))

    def compare(self, golden, text):
        if os.environ.get("RENEW"):
            golden.write_text(text)
        before = golden.read_text() if golden.exists() else ""
        if before != text:
            lines = difflib.unified_diff(before.splitlines(), text.splitlines(), golden.name, "rendered", lineterm="", n=2)
            self.fail("\n".join([*list(lines)[:60], "If this is meant: dev/chart --renew, and look at the difference."]))
