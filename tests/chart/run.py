"""Checks the chart, from the cheap to the dear: run.py [--renew] [word of a test…]"""

import os
import sys
import time
import unittest

PARTS = ["renders", "schemas", "pods", "agrees", "network", "refused", "watched", "scanned"]


class Told(unittest.TextTestResult):
    """One line for each test, in its own words, with the time it took."""

    def startTest(self, test):
        super().startTest(test)
        self.began, self.before = time.monotonic(), self.faults()

    def stopTest(self, test):
        sentence = test._testMethodName.removeprefix("test_").replace("_", " ")
        mark = "ok" if self.faults() == self.before else "NOT"
        self.stream.writeln(f"{mark:>3}  {sentence} ({time.monotonic() - self.began:.1f} s)")
        super().stopTest(test)

    def faults(self):
        return len(self.failures) + len(self.errors)


def main():
    words = [word for word in sys.argv[1:] if word != "--renew"]
    if len(words) < len(sys.argv) - 1:
        os.environ["RENEW"] = "yes"
    loader = unittest.TestLoader()
    if words:
        loader.testNamePatterns = [f"*{word}*" for word in words]
    suite = unittest.TestSuite(loader.loadTestsFromName(part) for part in PARTS)
    done = unittest.TextTestRunner(stream=sys.stdout, resultclass=Told, verbosity=0).run(suite)
    # A test of many parts counts once, whichever of them failed.
    failed = len({getattr(test, "test_case", test).id() for test, _ in done.failures + done.errors})
    print(f"# pass {done.testsRun - failed}\n# fail {failed}")
    return 0 if done.wasSuccessful() and done.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
