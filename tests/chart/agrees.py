"""The chart says what the rest of the repository says: routes, listeners, settings, commands."""

import re
import subprocess
import unittest

import yaml

from rendering import CHART, HERE, ROOT, VALUES, containers, of_kind, pods, size_of

AWAITED = yaml.safe_load((HERE / "awaited.yaml").read_text())
# Settings that have no value of their own: for tests and tools, or good as they are (settings.extra reaches them).
WITHOUT_A_VALUE = {
    "SAMVERKA_ATTACHMENTS_SWEEP_SECONDS",
    "SAMVERKA_ATTACHMENTS_UNNAMED_SECONDS",
    "SAMVERKA_WEBHOOKS_LOOPBACK",
    "SAMVERKA_USAGE_SECONDS",
}


def lines(path):
    text = path.read_text().splitlines()
    return [tuple(line.split()) for line in text if line.strip() and not line.startswith("#")]


def routes():
    return [(path if path.startswith("/") else f"/api/v1/{path}", service) for path, service in lines(CHART / "files/routes.txt")]


def leads(table, path):
    """By the longest prefix of whole segments, as Ingress and HTTPRoute have it."""
    under = [place for place in table if place == "/" or path == place or path.startswith(place + "/")]
    return table[max(under, key=len)]


def code(*crates):
    for crate in crates or ("platform", "tenants", "goals", "projects", "reporting", "portal", "suite"):
        for path in sorted((ROOT / "services" / crate / "src").rglob("*.rs")):
            yield path.read_text()


class Agreement(unittest.TestCase):
    def test_the_list_of_routes_is_the_one_of_dev(self):
        self.assertEqual(lines(CHART / "files/routes.txt"), lines(ROOT / "dev/routes.txt"))

    def test_every_path_of_the_list_leads_to_its_service(self):
        seen = set()
        for name in VALUES:
            for front, table in self.fronts(name):
                seen.add((front, size_of(name)))
                for path, service in routes():
                    wanted = "suite" if size_of(name) == "single" and service != "nobody" else service
                    for asked in (path, path.rstrip("/") + "/x"):
                        self.assertEqual(leads(table, asked), wanted, f"{name} {front} {asked}")
        self.assertEqual(seen, {("Ingress", "single"), ("Ingress", "distributed"), ("HTTPRoute", "distributed")})

    def test_what_nobody_may_reach_leads_to_a_service_without_pods(self):
        for name in VALUES:
            if of_kind(name, "Ingress", "HTTPRoute"):
                (nobody,) = [s for s in of_kind(name, "Service") if s["metadata"]["name"].endswith("-nobody")]
                self.assertNotIn("selector", nobody["spec"])

    def test_an_http_route_is_within_the_limits_of_the_gateway_api(self):
        for name in VALUES:
            for route in of_kind(name, "HTTPRoute"):
                matches = [len(rule["matches"]) for rule in route["spec"]["rules"]]
                self.assertLessEqual(len(matches), 16)
                self.assertLessEqual(max(matches), 64)
                self.assertLessEqual(sum(matches), 128)

    def test_queues_that_scale_a_service_are_those_that_it_listens_to(self):
        text = (ROOT / "proto/src/listeners.rs").read_text()
        told = re.findall(r'\("(\w+)", &\[([^\]]*)\]\)', text)
        self.assertEqual(len(told), 4)
        wanted = {f"{listener}.{source}{lane}" for source, them in told for listener in re.findall(r"\w+", them) for lane in ("", ".bulk")}
        triggers = [t for s in of_kind("keda", "ScaledObject") for t in s["spec"]["triggers"] if t["type"] == "rabbitmq"]
        self.assertEqual(sorted(t["metadata"]["queueName"] for t in triggers), sorted(wanted))

    def test_every_setting_that_is_given_is_read_by_some_program(self):
        known = {name for text in code() for name in re.findall(r"SAMVERKA_[A-Z0-9_]+", text)}
        known |= {f"SAMVERKA_{s}_{r}_URL" for s in ("TENANTS", "GOALS", "PROJECTS", "REPORTING") for r in ("OWNER", "APP", "RELAY")}
        self.assertEqual(sorted(self.given() - known), sorted(AWAITED["settings"]))

    def test_every_setting_that_a_program_reads_is_given_or_left_out_on_purpose(self):
        read = set()
        for text in code("platform", "tenants", "goals", "projects", "reporting", "portal"):
            own = text.split("#[cfg(test)]")[0]
            read |= set(re.findall(r'"(SAMVERKA_[A-Z0-9_]+)"', own))
        self.assertEqual(sorted(read - self.given() - WITHOUT_A_VALUE), [])

    def test_every_command_that_is_run_is_one_of_the_program(self):
        text = (ROOT / "services/suite/src/main.rs").read_text()
        of_suite = {word.lower() for word in re.findall(r"^    ([A-Z]\w+)[,(]", text.partition("enum Command")[2], re.M)}
        roles = {"serve", "work"} if '"serve"' in (ROOT / "services/platform/src/service.rs").read_text() else set()
        unknown = set()
        for name in VALUES:
            for _, _, spec in pods(name):
                for container in containers(spec):
                    program = container["image"].split("/")[-1].split(":")[0]
                    known = of_suite if program == "suite" else roles
                    if container["args"][0] not in known:
                        unknown.add((program, container["args"][0]))
        self.assertEqual(unknown, {(program, word) for program, words in AWAITED["commands"].items() for word in words})

    def test_clients_that_are_to_find_each_service_by_itself_do_not_yet(self):
        able = [program for program, name in AWAITED["clients"].items() if any(name in text for text in code(program))]
        self.assertEqual(able, [], "take it out of awaited.yaml")

    def test_the_runbook_names_the_reference_tables_that_the_migrations_make(self):
        text = "\n".join(path.read_text() for path in sorted((ROOT / "migrations").rglob("up.sql")))
        tables = set(re.findall(r"CALL global_table\('(\w+)'", text))
        self.assertGreater(len(tables), 3)
        chapter = (CHART / "README.md").read_text().partition("Citus")[2]
        self.assertEqual({table for table in tables if f"`{table}`" in chapter}, tables)

    def test_what_the_runbook_has_people_type_is_shell(self):
        text = (CHART / "README.md").read_text()
        blocks = re.findall(r"^( *)```sh\n(.*?)^ *```$", text, re.M | re.S)
        self.assertGreater(len(blocks), 2)
        for _, block in blocks:
            done = subprocess.run(["bash", "-n"], input=re.sub(r"<\w+>", "word", block), capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def fronts(self, name):
        for found in of_kind(name, "Ingress"):
            (rule,) = found["spec"]["rules"]
            yield "Ingress", {p["path"]: self.service(p["backend"]["service"]["name"]) for p in rule["http"]["paths"]}
        for found in of_kind(name, "HTTPRoute"):
            rules = found["spec"]["rules"]
            yield "HTTPRoute", {m["path"]["value"]: self.service(r["backendRefs"][0]["name"]) for r in rules for m in r["matches"]}

    def service(self, backend):
        return backend.removeprefix("samverka-").removesuffix("-serve")

    def given(self):
        names = set()
        for name in VALUES:
            for made in of_kind(name, "ConfigMap"):
                names |= {key for key in made["data"] if key.startswith("SAMVERKA_")}
            for _, _, spec in pods(name):
                for container in containers(spec):
                    names |= {v["name"] for v in container.get("env", []) if v["name"].startswith("SAMVERKA_")}
        return names
