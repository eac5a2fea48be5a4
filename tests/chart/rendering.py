"""The chart as helm renders it: each values file once a run."""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "charts" / "samverka"
HERE = Path(__file__).parent
NAMESPACE = "samverka"

SERVICES = ["tenants", "goals", "projects", "reporting"]
VALUES = {path.name.removesuffix("-values.yaml"): path for path in sorted((CHART / "ci").glob("*-values.yaml"))}
# Those that a fresh `helm install` would meet: no API server is there to ask.
OLDEST_KUBERNETES = "1.30.0"


def helm(*arguments, chart=CHART):
    """What helm says, and whether it went well."""
    command = [os.environ["HELM"], arguments[0], *([NAMESPACE] if arguments[0] == "template" else []), str(chart)]
    done = subprocess.run([*command, *arguments[1:]], capture_output=True, text=True)
    return done.returncode == 0, done.stdout if done.returncode == 0 else done.stderr


def template(*arguments, chart=CHART):
    return helm("template", f"--namespace={NAMESPACE}", f"--kube-version={OLDEST_KUBERNETES}", *arguments, chart=chart)


@functools.cache
def rendered(name):
    """The text of one values file's rendering."""
    well, text = template(f"--values={VALUES[name]}")
    if not well:
        raise AssertionError(f"{name} does not render: {text}")
    return text


@functools.cache
def objects(name):
    return [found for found in yaml.safe_load_all(rendered(name)) if found]


def of_kind(name, *kinds):
    return [found for found in objects(name) if found["kind"] in kinds]


def size_of(name):
    return yaml.safe_load(VALUES[name].read_text()).get("size", "single")


@functools.cache
def notes(name):
    """NOTES.txt, which `helm template` does not print: rendered as a part of a manifest, in a copy of the chart."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "samverka"
        shutil.copytree(CHART, copy, ignore=shutil.ignore_patterns("ci", "examples"))
        text = (copy / "templates" / "NOTES.txt").read_text()
        (copy / "templates" / "NOTES.txt").unlink()
        (copy / "templates" / "told.yaml").write_text(
            '{{ define "told" }}' + text + '{{ end }}kind: Told\nnotes: |2\n{{ include "told" . | indent 2 }}\n'
        )
        well, out = template(f"--values={VALUES[name]}", "--show-only=templates/told.yaml", chart=copy)
    if not well:
        raise AssertionError(f"the notes of {name} do not render: {out}")
    return re.sub(r"[ \t]+$", "", yaml.safe_load(out)["notes"], flags=re.M)


def pods(name):
    """Every pod of a rendering: what makes it, its labels and its specification."""
    for found in objects(name):
        spec = found.get("spec", {})
        if found["kind"] == "Pod":
            yield found, found["metadata"]["labels"], spec
        elif found["kind"] in ("Deployment", "Job"):
            yield found, spec["template"]["metadata"]["labels"], spec["template"]["spec"]
        elif found["kind"] == "CronJob":
            made = spec["jobTemplate"]["spec"]["template"]
            yield found, made["metadata"]["labels"], made["spec"]


def component(labels):
    return labels["app.kubernetes.io/component"]


def containers(pod):
    return [*pod.get("initContainers", []), *pod["containers"]]
