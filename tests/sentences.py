"""Runs tests of Python whose names are sentences: a line for each in its own words, and the counts that `make test` reads."""

import sys
import time
import unittest


class Told(unittest.TextTestResult):
    """One line for each test, with the time it took."""

    def startTest(self, test):
        super().startTest(test)
        self.began, self.before, self.left_out = time.monotonic(), self.faults(), None

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.left_out = reason

    def stopTest(self, test):
        sentence = test._testMethodName.removeprefix("test_").replace("_", " ")
        mark = "NOT" if self.faults() > self.before else "?" if self.left_out else "ok"
        self.stream.writeln(f"{mark:>3}  {sentence} ({time.monotonic() - self.began:.1f} s)")
        if self.left_out:
            self.stream.writeln(f"     not looked at: {self.left_out}")
        super().stopTest(test)

    def faults(self):
        return len(self.failures) + len(self.errors)


def run(parts, words):
    """The tests of these modules, or those alone with one of the words in their names; what a script exits with."""
    loader = unittest.TestLoader()
    if words:
        loader.testNamePatterns = [f"*{word}*" for word in words]
    suite = unittest.TestSuite(loader.loadTestsFromName(part) for part in parts)
    done = unittest.TextTestRunner(stream=sys.stdout, resultclass=Told, verbosity=0).run(suite)
    # A test of many parts counts once, whichever of them failed.
    failed = len({getattr(test, "test_case", test).id() for test, _ in done.failures + done.errors})
    print(f"# pass {done.testsRun - failed - len(done.skipped)}\n# fail {failed}\n# skipped {len(done.skipped)}")
    return 0 if done.wasSuccessful() and done.testsRun else 1
