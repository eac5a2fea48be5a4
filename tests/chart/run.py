"""Checks the chart, from the cheap to the dear: run.py [--renew] [word of a test…]"""

import os
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
import sentences  # noqa: E402 (it lies beside us)

PARTS = ["renders", "schemas", "pods", "agrees", "network", "refused", "watched", "scanned"]


def main():
    words = [word for word in sys.argv[1:] if word != "--renew"]
    if len(words) < len(sys.argv) - 1:
        os.environ["RENEW"] = "yes"
    return sentences.run(PARTS, words)


if __name__ == "__main__":
    sys.exit(main())
