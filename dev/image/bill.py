"""The bills of images, in CycloneDX: bill.py <folder> <time> <program>…

Reads <folder>/<program> (the image, in OCI's layout), <folder>/<program>.sources (what `root` copied) and .compiler, writes
<folder>/<program>.cdx.json for each. Crates are those that cargo links into the program when all programs are built at once, as a
release does: by package, version and feature, without those that only build or test.
"""

import datetime
import functools
import json
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORMAT = SchemaVersion.V1_6
OURS = uuid.uuid5(uuid.NAMESPACE_DNS, "samverka")


@functools.cache
def cargo(*arguments):
    done = subprocess.run(["cargo", *arguments, "--locked"], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def linked(program):
    """{crate: (features, crates that it needs)} of everything that is linked into the program; a crate is (name, version)."""
    known, path = {}, []
    for line in cargo("tree", "--workspace", "--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", "|{p}|{f}").splitlines():
        if not line.strip():
            continue
        depth, package, features = line.split("|")
        name, version = package.split()[:2]
        crate = (name, version.removeprefix("v"))
        path[int(depth):] = [crate]
        # What was told before has a mark at its end, and its needs stand there.
        known.setdefault(crate, (features.removesuffix(" (*)").strip(), set()))
        if len(path) > 1:
            known[path[-2]][1].add(crate)
    wanted, open_ones = set(), [crate for crate in known if crate[0] == program]
    while open_ones:
        crate = open_ones.pop()
        if crate not in wanted:
            wanted.add(crate)
            open_ones.extend(known[crate][1])
    return {crate: known[crate] for crate in sorted(wanted)}


def properties(**values):
    return [Property(name=f"samverka:{name}", value=value) for name, value in values.items() if value]


def licences(expression):
    # What crates wrote with a slash before there were expressions.
    return [LicenseExpression(expression.replace("/", " OR "))] if expression else []


def crates(program):
    """Components of crates, by (name, version), and who needs whom."""
    told = {(p["name"], p["version"]): p for p in json.loads(cargo("metadata", "--format-version", "1"))["packages"]}
    sums = {(p["name"], p["version"]): p.get("checksum") for p in tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]}
    found, needs = {}, {}
    for crate, (features, wanted) in linked(program).items():
        name, version = crate
        ours = told[crate]["source"] is None
        found[crate] = Component(
            type=ComponentType.APPLICATION if name == program else ComponentType.LIBRARY,
            bom_ref=f"crate:{name}@{version}",
            name=name,
            version=version,
            description=told[crate]["description"],
            licenses=licences(told[crate]["license"]),
            purl=None if ours else PackageURL("cargo", None, name, version),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sums[crate])] if sums[crate] else [],
            properties=properties(features=features, part_of="this repository" if ours else ""),
        )
        needs[crate] = wanted
    return found, needs


def standard_library(folder, program):
    """What the compiler linked of its own, by what it wrote into the program."""
    version, commit = re.search(r"rustc version (\S+) \((\w+) ", (folder / f"{program}.compiler").read_text()).groups()
    return Component(
        type=ComponentType.LIBRARY,
        bom_ref="rust:std",
        name="rust-std",
        version=version,
        licenses=licences("MIT OR Apache-2.0"),
        purl=PackageURL("generic", None, "rust-std", version),
        properties=properties(commit=commit),
    )


def debian(folder, program):
    """What `root` copied: a component for each package."""
    system = dict(re.findall(r'^(ID|VERSION_ID)="?([^"\n]*)"?$', pathlib.Path("/etc/os-release").read_text(), re.M))
    files = {}
    for line in (folder / f"{program}.sources").read_text().splitlines():
        *package, place = line.split()
        files.setdefault(tuple(package), []).append(place)
    for (name, version, architecture), places in sorted(files.items()):
        qualifiers = {"arch": architecture, "distro": f"{system['ID']}-{system['VERSION_ID']}"}
        yield Component(
            type=ComponentType.DATA if architecture == "all" else ComponentType.LIBRARY,
            bom_ref=f"package:{name}",
            name=name,
            version=version,
            purl=PackageURL("deb", system["ID"], name, version, qualifiers),
            properties=[Property(name="samverka:file", value=place) for place in places],
        )


def vendored():
    """Files of others that the portal carries, by the table beside them."""
    names = {"Zero-Clause BSD": "0BSD"}
    table = (ROOT / "services/portal/assets/vendor/README.md").read_text()
    for name, version, licence in re.findall(r"^\| `[^`]+` \| `([^`]+)` \| (\S+) \| ([^|]+) \|", table, re.M):
        group, _, short = name.rpartition("/")
        yield Component(
            type=ComponentType.LIBRARY,
            bom_ref=f"asset:{name}",
            group=group or None,
            name=short,
            version=version,
            licenses=licences(names.get(licence.strip(), licence.strip())),
            purl=PackageURL("npm", group or None, short, version),
        )


def image(folder, program):
    (manifest,) = json.loads((folder / program / "index.json").read_text())["manifests"]
    version = manifest["annotations"]["org.opencontainers.image.ref.name"]
    return Component(
        type=ComponentType.CONTAINER,
        bom_ref="image",
        group="samverka",
        name=program,
        version=version,
        licenses=licences("EUPL-1.2"),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=manifest["digest"].removeprefix("sha256:"))],
        purl=PackageURL("oci", None, program, manifest["digest"], {"tag": version}),
    )


def bill(folder, program, moment):
    of_cargo, needs = crates(program)
    of_debian, std, subject = list(debian(folder, program)), standard_library(folder, program), image(folder, program)
    carried = list(vendored()) if any(name == "portal" for name, _ in of_cargo) else []
    made = Bom(
        components=[*of_cargo.values(), std, *of_debian, *carried],
        serial_number=uuid.uuid5(OURS, subject.purl.to_string()),
        metadata=BomMetaData(component=subject, timestamp=datetime.datetime.fromtimestamp(moment, datetime.UTC)),
    )
    for crate, component in of_cargo.items():
        under = [of_cargo[wanted] for wanted in needs[crate]]
        made.register_dependency(component, [*under, *carried] if crate[0] == "portal" else under)
    (top,) = [component for (name, _), component in of_cargo.items() if name == program]
    made.register_dependency(top, [*(of_cargo[wanted] for wanted in needs[(top.name, top.version)]), std])
    made.register_dependency(subject, [top, *of_debian])
    return make_outputter(made, OutputFormat.JSON, FORMAT).output_as_string(indent=1)


def main():
    folder, moment = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    for program in sys.argv[3:]:
        written = bill(folder, program, moment)
        if fault := JsonStrictValidator(FORMAT).validate_str(written):
            sys.exit(f"The bill of {program} is no CycloneDX: {fault}")
        (folder / f"{program}.cdx.json").write_text(written + "\n")


if __name__ == "__main__":
    main()
