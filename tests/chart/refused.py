"""Values that cannot work are refused, in a sentence that says what to change."""

import json
import tempfile
import unittest

import yaml

from rendering import HERE, VALUES, template

CASES = yaml.safe_load((HERE / "refused.yaml").read_text())


class Refused(unittest.TestCase):
    def test_each_is_refused_in_the_expected_words(self):
        for case in CASES:
            with self.subTest(case["when"]), tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(case["values"], file)
                file.flush()
                well, told = template(f"--values={VALUES[case.get('over', 'distributed')]}", f"--values={file.name}")
                self.assertFalse(well, "it rendered")
                for sentence in case["says"]:
                    self.assertIn(sentence, told)

    def test_all_faults_are_told_at_once(self):
        well, told = template()
        self.assertFalse(well)
        for name in ("publicUrl", "image.registry", "postgresql.existingSecret", "keys.existingSecret", "mail.existingSecret"):
            self.assertIn(f"  - {name} is empty", told)

    def test_every_sentence_of_the_chart_has_a_case(self):
        text = (HERE.parents[1] / "charts/samverka/templates/_validate.tpl").read_text()
        written = [line for line in text.splitlines() if line.startswith('- "')]
        self.assertGreater(len(written), 15)
        said = " ".join(sentence for case in CASES for sentence in case["says"])
        untried = [line for line in written if ending(line) not in said and ending(line) not in OF_ALL_AT_ONCE]
        self.assertEqual(untried, [])


# Told together by values that are empty.
OF_ALL_AT_ONCE = ()


def ending(line):
    """The last words of a sentence, in which no value stands."""
    return line.rstrip('"').rpartition("}}")[2].strip()[-40:]
