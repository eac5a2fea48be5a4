"""Finds migrations that would hold up whoever is served while they run, or break the version before.

    lint.py <squawk> <migrations>

Squawk judges each up.sql as PostgreSQL 15 would run it: in a transaction, unless the migration's metadata.toml says
`run_in_transaction = false`. Beside that, changes of rows are refused: under forced row security the owner sees none, so a
migration changes shape alone, and a job moves data, tenant by tenant. What we accept stands in accepted.toml.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ACCEPTED = Path(__file__).with_name("accepted.toml")
# A body of a function or a DO block, a text, a comment: nothing in them is run by the migration itself, or can be told apart.
NO_STATEMENT = re.compile(r"(\$\w*\$).*?\1|'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
CHANGES_ROWS = re.compile(
    r"(?:^|;)\s*(?:WITH\b[^;]*?\b)?(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|COPY|TRUNCATE)\b", re.IGNORECASE
)


def in_transaction(migration):
    metadata = migration / "metadata.toml"
    return not metadata.exists() or tomllib.loads(metadata.read_text()).get("run_in_transaction", True)


def squawked(squawk, files, together):
    """What Squawk finds, as (migration, line, rule, what)."""
    if not files:
        return []
    flags = ["--pg-version=15.0", "--reporter=json", *(["--assume-in-transaction"] if together else [])]
    done = subprocess.run([squawk, *flags, *files], capture_output=True, text=True)
    try:
        found = json.loads(done.stdout)
    except json.JSONDecodeError:
        sys.exit(f"squawk said nothing that can be read: {done.stderr or done.stdout}")
    return [(Path(f["file"]).parent, f["line"] + 1, f["rule_name"], told(f)) for f in found]


def told(finding):
    return " ".join(filter(None, (finding["message"], finding.get("help"))))


def rows_changed(migration):
    """Statements of the migration itself that change rows."""
    sql = (migration / "up.sql").read_text()
    # As long as before, so that lines stay where they are.
    bare = NO_STATEMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), sql)
    for found in CHANGES_ROWS.finditer(bare):
        line = bare.count("\n", 0, found.start(1)) + 1
        yield migration, line, "changes-rows", f"{found.group(1).upper()} in a migration: the owner sees no rows. Let a job do it."


def hushed(migration):
    """What squawk was asked not to say."""
    for line, text in enumerate((migration / "up.sql").read_text().splitlines(), 1):
        if "squawk-" in text:
            yield migration, line, "hushed", f"what is accepted stands in {ACCEPTED.name}, with its reason"


def main():
    squawk, root = sys.argv[1], Path(sys.argv[2])
    accepted = tomllib.loads(ACCEPTED.read_text())
    migrations = sorted(file.parent for file in root.glob("*/*/up.sql"))
    if not migrations:
        sys.exit(f"there are no migrations below {root}")
    found = [finding for migration in migrations for told_by in (rows_changed, hushed) for finding in told_by(migration)]
    for together in (True, False):
        files = [str(m / "up.sql") for m in migrations if in_transaction(m) == together]
        found += squawked(squawk, files, together)

    seen, faults = Counter(), []
    for migration, line, rule, what in sorted(found):
        name = str(migration.relative_to(root))
        seen[rule] += 1
        seen[name, rule] += 1
        if rule not in accepted["rules"] and rule not in accepted["findings"].get(name, {}):
            faults.append(f"{migration}/up.sql:{line}: {rule}: {what}")
    for rule in accepted["rules"]:
        if not seen[rule]:
            faults.append(f"{ACCEPTED}: nothing is found by {rule} any more")
    for name, rules in accepted["findings"].items():
        faults += [f"{ACCEPTED}: {rule} is not found in {name}" for rule in rules if not seen[name, rule]]
    if faults:
        print(*faults, sep="\n")
        sys.exit(f"{len(faults)} findings in {len(migrations)} migrations. A migration of one's own is changed; see {ACCEPTED}.")
    print(f"{len(migrations)} migrations, and nothing in them that we do not know of")


main()
