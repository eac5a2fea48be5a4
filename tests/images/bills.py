"""The bill beside an image names everything that is in it."""

import json
import pathlib
import re
import subprocess
import tomllib
import unittest

from image import IMAGES, PROGRAMS, ROOT, image

LOCK = {(p["name"], p["version"]): p for p in tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]}
# Folders of unpacked crates, which the compiler writes into a program for what a panic says.
TRACE = re.compile(rb"registry/src/[^/]+/([A-Za-z0-9_-]+)-(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)/src/")
# Members that only test, and crates that only they use.
ONLY_FOR_TESTS = {"kit", "journeys", "isolation", "chaos", "bench", "insta", "proptest", "boon"}


def bill(program):
    return json.loads((IMAGES / f"{program}.cdx.json").read_text())


def components(program, kind):
    return [c for c in bill(program)["components"] if c.get("purl", "").startswith(f"pkg:{kind}/")]


def crates(program):
    return {(c["name"], c["version"]): c for c in components(program, "cargo")}


class Bills(unittest.TestCase):
    def test_every_crate_whose_code_is_found_in_a_program_is_on_its_bill(self):
        for program in PROGRAMS:
            traces = {(name.decode(), version.decode()) for name, version in TRACE.findall(image(program).read("/samverka"))}
            self.assertGreater(len(traces), 50, program)
            self.assertEqual(traces - set(crates(program)), set(), program)

    def test_every_crate_is_as_locked_with_its_sum_and_a_licence(self):
        for program in PROGRAMS:
            for crate, told in crates(program).items():
                self.assertEqual([h["content"] for h in told["hashes"]], [LOCK[crate]["checksum"]], crate)
                self.assertTrue(told["licenses"][0]["expression"], crate)
                self.assertEqual(told["purl"], f"pkg:cargo/{crate[0]}@{crate[1].replace('+', '%2B')}")

    def test_what_only_tests_or_builds_is_on_no_bill(self):
        for program in PROGRAMS:
            names = {c["name"] for c in bill(program)["components"]}
            self.assertEqual(names & (ONLY_FOR_TESTS | {"prost-build", "protox", "serde_derive"}), set(), program)

    def test_one_program_is_not_billed_for_another(self):
        self.assertIn("typst", {name for name, _ in crates("reporting")})
        self.assertIn("typst", {name for name, _ in crates("suite")})
        for program in ("portal", "tenants", "goals", "projects"):
            self.assertNotIn("typst", {name for name, _ in crates(program)}, program)

    def test_packages_of_debian_are_named_by_the_version_that_the_files_are_of(self):
        for program in PROGRAMS:
            told = {c["name"]: c for c in components(program, "deb")}
            self.assertLessEqual({"libc6", "libgcc-s1", "ca-certificates", "tzdata"}, set(told))
            claimed = set()
            for name, component in told.items():
                version = subprocess.run(["dpkg-query", "-W", "-f", "${Version}\n", name], check=True, capture_output=True, text=True).stdout
                self.assertEqual(component["version"], version.splitlines()[0])
                claimed |= {p["value"] for p in component["properties"] if p["name"] == "samverka:file"}
            for path in image(program).files():
                if path.endswith(".crt") or ".so" in path or path.startswith("/usr/share/zoneinfo/"):
                    self.assertTrue(any(path == place or path.startswith(place + "/") for place in claimed), path)
                    if ".so" in path:
                        self.assertEqual(image(program).read(path), pathlib.Path(path).read_bytes(), path)

    def test_a_bill_is_of_this_very_image(self):
        for program in PROGRAMS:
            subject = bill(program)["metadata"]["component"]
            self.assertEqual(f"sha256:{subject['hashes'][0]['content']}", image(program).digest)
            self.assertIn(f"    {program}: {image(program).digest}\n", (IMAGES / "digests.yaml").read_text())

    def test_what_needs_what_leads_from_the_image_to_everything_in_it(self):
        for program in PROGRAMS:
            told = bill(program)
            needs = {d["ref"]: d.get("dependsOn", []) for d in told["dependencies"]}
            seen, asked = set(), ["image"]
            while asked:
                ref = asked.pop()
                if ref not in seen:
                    seen.add(ref)
                    asked.extend(needs[ref])
            self.assertEqual({c["bom-ref"] for c in told["components"]} - seen, set(), program)

    def test_the_compiler_and_what_the_portal_carries_of_others_are_named(self):
        for program in PROGRAMS:
            (std,) = [c for c in bill(program)["components"] if c["bom-ref"] == "rust:std"]
            self.assertIn(f"rustc version {std['version']} ".encode(), image(program).read("/samverka"))
        table = (ROOT / "services/portal/assets/vendor/README.md").read_text()
        rows = re.findall(r"^\| `\w+/` \| `(\S+)` \| (\S+) \|", table, re.M)
        self.assertGreater(len(rows), 1)
        for program in ("portal", "suite"):
            carried = {("/".join(filter(None, [c.get("group"), c["name"]])), c["version"]) for c in components(program, "npm")}
            self.assertEqual(carried, set(rows), program)
        self.assertEqual(components("goals", "npm"), [])
