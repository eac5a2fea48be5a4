"""What is rendered, and the examples, are what Kubernetes and the operators know."""

import functools
import json
import os
import subprocess
import tempfile
import unittest
import warnings
from pathlib import Path

import jsonschema
import kubernetes_validate
import yaml

from rendering import CHART, HERE, VALUES, objects

OPERATORS = ("monitoring.coreos.com", "gateway.networking.k8s.io", "keda.sh", "postgresql.cnpg.io")
# What no package describes is described here, as far as we use it.
OURS = yaml.safe_load((HERE / "kinds.yaml").read_text())


# It reads all definitions anew for each object.
kubernetes_validate.utils.schema_contents = functools.cache(kubernetes_validate.utils.schema_contents)


def group(found):
    return found["apiVersion"].rpartition("/")[0]


def examples():
    for path in sorted((CHART / "examples").glob("*.yaml")):
        yield path.name, [found for found in yaml.safe_load_all(path.read_text()) if found]


def everything():
    for name in VALUES:
        yield name, objects(name)
    yield from examples()


def kubernetes(found):
    return "." not in group(found) or group(found).endswith(".k8s.io") and group(found) not in OPERATORS


class Schemas(unittest.TestCase):
    def test_kinds_of_kubernetes_hold_to_its_schemas_from_the_oldest_to_the_newest(self):
        for version in ("1.30", kubernetes_validate.latest_version()):
            for name, found in self.each(kubernetes):
                with self.subTest(f"{version} {name} {found['kind']} {found['metadata']['name']}"):
                    kubernetes_validate.validate(found, version, strict=True)

    def test_kinds_of_operators_hold_to_their_types(self):
        found = [{"where": name, "object": one} for name, one in self.each(lambda one: group(one) in OPERATORS)]
        kinds = {one["object"]["kind"] for one in found}
        self.assertLessEqual(
            {"ServiceMonitor", "PrometheusRule", "HTTPRoute", "ScaledObject", "TriggerAuthentication", "Cluster"}, kinds
        )
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(found, file)
            file.flush()
            done = subprocess.run(["node", Path(os.environ["KINDS"]) / "kinds.mjs", file.name], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.strip(), "")

    def test_kinds_that_no_package_describes_hold_to_what_we_know_of_them(self):
        rest = lambda one: not kubernetes(one) and group(one) not in OPERATORS
        for name, found in self.each(rest):
            with self.subTest(f"{name} {found['kind']}"):
                schema = OURS[found["apiVersion"]][found["kind"]]
                jsonschema.validate(found["spec"], schema)

    def test_the_schema_of_the_values_describes_each_of_them_and_closes_every_object(self):
        schema = json.loads((CHART / "values.schema.json").read_text())
        faults = []

        def look(at, path, described):
            if "$ref" in at:
                return
            if not (described or at.get("description")):
                faults.append(f"{path} is not described")
            if "properties" in at and at.get("additionalProperties") is not False and path != "httpRoute.parentRefs[]":
                faults.append(f"{path} takes what it does not know")
            for name, inner in at.get("properties", {}).items():
                look(inner, f"{path}.{name}".lstrip("."), path.startswith(("files.sizes", "#")))
            if isinstance(at.get("items"), dict):
                look(at["items"], f"{path}[]", True)

        look(schema, "", True)
        for name, inner in schema["definitions"].items():
            look(inner, f"#{name}", True)
        self.assertEqual(faults, [])

    def test_every_value_has_a_place_in_the_schema_and_every_place_a_default(self):
        schema = json.loads((CHART / "values.schema.json").read_text())
        values = yaml.safe_load((CHART / "values.yaml").read_text())
        faults = []

        def compare(at, value, path):
            for wrap in at.get("allOf", []):
                at = {**at, **wrap}
            if "$ref" in at:
                at = schema["definitions"][at["$ref"].rpartition("/")[2]]
            known = at.get("properties")
            if known is None or not isinstance(value, dict) or not value:
                return
            faults.extend(f"{path}.{name} has no default" for name in known if name not in value and name not in SOME)
            for name, inner in value.items():
                compare(known.get(name, {}), inner, f"{path}.{name}")

        compare({**schema, "properties": {k: v for k, v in schema["properties"].items() if k != "global"}}, values, "")
        self.assertEqual(faults, [])

    def each(self, fits):
        """Those that fit, each once: renderings have most of their objects in common."""
        seen = set()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for name, found in everything():
                for one in found:
                    same = json.dumps(one, sort_keys=True)
                    if fits(one) and same not in seen:
                        seen.add(same)
                        yield name, one


# Of resources, whoever wants more than the two usual ones names them.
SOME = ("ephemeral-storage", "cpu", "ipBlock", "podSelector", "namespaceSelector")
