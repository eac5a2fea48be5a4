"""As each role in turn: every operation of the description, with what fits it and what does not.

    run.py <schemathesis> <openapi.json> <where the reports go> [short]

SAMVERKA_TEST_URL and SAMVERKA_TEST_CREDENTIALS say what is tried; EXAMPLES how many drawn cases an operation gets as each
role, and SEED which. At length, each role also gets the systematic cases and chains of operations; in short, one role
does, drawn by the seed.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).parent
# What a status or an answer outside the description is, and nothing about what ought to be taken or refused: that is
# told by the stories of the services.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"

# An operator reads little; everybody reads more than this.
READS = 5


def first_of_each_role(people):
    roles = {}
    for person in people:
        roles.setdefault(person["role"], person)
    return list(roles.values())


def fuzz(schemathesis, description, person, seed, phases, examples, reports):
    junit = reports / f"{person['role']}.xml"
    answered = reports / f"{person['role']}.json"
    for old in (junit, answered):
        old.unlink(missing_ok=True)
    command = [
        schemathesis,
        f"--config-file={HERE / 'schemathesis.toml'}",
        "run",
        description,
        f"--url={os.environ['SAMVERKA_TEST_URL']}",
        f"--checks={CHECKS}",
        f"--phases={phases}",
        f"--seed={seed}",
        f"--max-examples={examples}",
        "--generation-database=none",
        "--continue-on-failure",
        "--no-shrink",
        # Threads trip over one another in the parser of Python 3.11 ("AST constructor recursion depth mismatch").
        "--workers=1",
        "--no-color",
        "--warnings=off",
        "--report=junit",
        f"--report-junit-path={junit}",
    ]
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SAMVERKA_FUZZ_PERSON": json.dumps(person),
        "SAMVERKA_FUZZ_ANSWERED": str(answered),
    }
    began = time.monotonic()
    log = reports / f"{person['role']}.log"
    with log.open("w") as told:
        status = subprocess.run(command, env=environment, cwd=reports, stdout=told, stderr=subprocess.STDOUT).returncode
    suites = ElementTree.parse(junit).getroot() if junit.exists() else None
    tests = int(suites.get("tests", 0)) if suites is not None else 0
    failed = int(suites.get("failures", 0)) + int(suites.get("errors", 0)) if suites is not None else 0
    failed = max(failed, int(status != 0))
    for fault in not_heard(json.loads(answered.read_text()) if answered.exists() else {}, tests):
        print(f"{person['role']}: {fault}", flush=True)
        failed += 1
    print(f"{person['role']:20} {tests} operations, {failed} failed, {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        print(log.read_text()[-30_000:], flush=True)
    return tests - failed, failed


def not_heard(answered, tests):
    """Why the answers prove nothing, if they do not: refusals keep all manners."""
    all_of = sum(answered.values())
    read = sum(count for what, count in answered.items() if what in ("GET 200", "GET 304"))
    nobody = sum(count for what, count in answered.items() if what.endswith(" 401"))
    limited = sum(count for what, count in answered.items() if what.endswith(" rate_limited"))
    if tests == 0 or all_of < tests:
        yield f"{tests} operations were asked {all_of} times"
    if read < READS:
        yield f"only {read} times anything could be read: {answered}"
    if nobody * 10 > all_of:
        yield f"{nobody} of {all_of} requests were nobody's"
    if limited:
        yield f"{limited} requests were too many"


def main():
    schemathesis, description, reports, *short = sys.argv[1:]
    description, reports = str(Path(description).resolve()), Path(reports).resolve()
    reports.mkdir(parents=True, exist_ok=True)
    seed = int(os.environ.get("SEED") or random.randrange(2**32))
    examples = int(os.environ.get("EXAMPLES") or (1 if short else 20))
    print(f"fuzz: SEED={seed} EXAMPLES={examples}", flush=True)
    people = first_of_each_role(json.loads(Path(os.environ["SAMVERKA_TEST_CREDENTIALS"]).read_text()))
    thorough = [random.Random(seed).choice(people)] if short else people
    if not people:
        sys.exit("the demo has no people")
    passed = failed = 0
    for person in people:
        phases = "examples,coverage,fuzzing,stateful" if person in thorough else "fuzzing"
        well, badly = fuzz(schemathesis, description, person, seed, phases, examples, reports)
        passed, failed = passed + well, failed + badly
    # As node's test runner tells it, for the totals of `make test`.
    print(f"# pass {passed}\n# fail {failed}")
    sys.exit(min(failed, 1))


main()
