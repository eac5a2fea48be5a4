"""Looks at images and starts them: run.py [word of a test…]"""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
import sentences  # noqa: E402 (it lies beside us)

if __name__ == "__main__":
    sys.exit(sentences.run(["holds", "bills", "licences", "starts", "twice"], sys.argv[1:]))
