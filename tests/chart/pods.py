"""What holds of every pod, whichever values made it."""

import unittest

from rendering import VALUES, component, containers, objects, of_kind, pods, size_of


class Pods(unittest.TestCase):
    def each(self):
        for name in VALUES:
            for made, labels, spec in pods(name):
                with self.subTest(f"{name} {made['kind']} {made['metadata']['name']}"):
                    yield name, made, labels, spec

    def test_every_pod_is_a_restricted_one(self):
        for name, _, _, spec in self.each():
            self.assertIs(spec["automountServiceAccountToken"], False)
            security = spec["securityContext"]
            self.assertIs(security["runAsNonRoot"], True)
            self.assertEqual(security["seccompProfile"], {"type": "RuntimeDefault"})
            if name == "openshift":
                self.assertFalse({"runAsUser", "runAsGroup", "fsGroup"} & security.keys())
            else:
                self.assertEqual((security["runAsUser"], security["runAsGroup"], security["fsGroup"]), (10001, 10001, 10001))
            for volume in spec["volumes"]:
                self.assertTrue({"emptyDir", "persistentVolumeClaim"} & volume.keys(), volume)
            for container in containers(spec):
                own = container["securityContext"]
                self.assertIs(own["allowPrivilegeEscalation"], False)
                self.assertIs(own["readOnlyRootFilesystem"], True)
                self.assertEqual(own["capabilities"], {"drop": ["ALL"]})
                self.assertLessEqual({"cpu", "memory"}, container["resources"]["requests"].keys())
                self.assertIn("memory", container["resources"]["limits"])
                self.assertNotIn("cpu", container["resources"]["limits"])
                self.assertIn("/tmp", [mount["mountPath"] for mount in container["volumeMounts"]])

    def test_every_deployment_tells_its_health_and_ends_in_good_order(self):
        for _, made, _, spec in self.each():
            if made["kind"] != "Deployment":
                continue
            container = spec["containers"][0]
            for probe, path in (("startupProbe", "/healthz"), ("readinessProbe", "/readyz"), ("livenessProbe", "/healthz")):
                self.assertEqual(container[probe]["httpGet"], {"path": path, "port": "health"})
            waits = container["lifecycle"]["preStop"]["sleep"]["seconds"]
            # 20 seconds for requests, 25 for jobs, 3 for telemetry: what the programs take at most.
            self.assertGreater(spec["terminationGracePeriodSeconds"], waits + 30)
            self.assertIn("checksum/settings", made["spec"]["template"]["metadata"]["annotations"])

    def test_pods_of_which_there_may_be_several_are_spread_over_zones_and_hosts(self):
        for name, made, _, spec in self.each():
            if made["kind"] != "Deployment" or size_of(name) == "single":
                continue
            keys = [constraint["topologyKey"] for constraint in spec["topologySpreadConstraints"]]
            self.assertEqual(keys, ["topology.kubernetes.io/zone", "kubernetes.io/hostname"])

    def test_in_one_process_there_is_exactly_one_and_the_old_one_is_gone_first(self):
        for name in VALUES:
            if size_of(name) == "single":
                (one,) = of_kind(name, "Deployment")
                self.assertEqual((one["spec"]["replicas"], one["spec"]["strategy"]), (1, {"type": "Recreate"}))

    def test_apart_each_service_serves_and_works_and_the_portal_serves(self):
        wanted = {f"{service}-{role}" for service in ("tenants", "goals", "projects", "reporting") for role in ("serve", "work")}
        for name in VALUES:
            if size_of(name) == "distributed":
                found = {component(labels) for made, labels, _ in pods(name) if made["kind"] == "Deployment"}
                self.assertEqual(found, wanted | {"portal-serve"})

    def test_a_disruption_budget_comes_with_the_second_pod(self):
        for name in VALUES:
            least = {h["spec"]["scaleTargetRef"]["name"]: h["spec"]["minReplicas"] for h in of_kind(name, "HorizontalPodAutoscaler")}
            least |= {s["spec"]["scaleTargetRef"]["name"]: s["spec"]["minReplicaCount"] for s in of_kind(name, "ScaledObject")}
            several = {
                made["metadata"]["name"]
                for made in of_kind(name, "Deployment")
                if made["spec"].get("replicas", least.get(made["metadata"]["name"])) > 1
            }
            self.assertEqual({budget["metadata"]["name"] for budget in of_kind(name, "PodDisruptionBudget")}, several, name)

    def test_no_deployment_has_two_masters_and_none_is_scaled_to_nothing(self):
        for name in VALUES:
            masters = [s["spec"]["scaleTargetRef"]["name"] for s in of_kind(name, "HorizontalPodAutoscaler", "ScaledObject")]
            self.assertEqual(len(masters), len(set(masters)), name)
            for made in of_kind(name, "Deployment"):
                mastered = made["metadata"]["name"] in masters
                self.assertNotEqual(mastered, "replicas" in made["spec"], f"{name} {made['metadata']['name']}")
            for scaled in of_kind(name, "ScaledObject"):
                self.assertGreaterEqual(scaled["spec"]["minReplicaCount"], 1)
                self.assertTrue(scaled["metadata"]["name"].endswith("-work"))

    def test_no_secret_is_made_and_no_credential_lies_in_a_config_map(self):
        for name in VALUES:
            self.assertEqual(of_kind(name, "Secret"), [])
            for made in of_kind(name, "ConfigMap"):
                for key in made["data"]:
                    self.assertNotRegex(key, r"SECRET|PASSWORD|_KEY$|(OWNER|APP|RELAY|AMQP|REDIS|SMTP)_URL")

    def test_only_the_migration_may_change_the_database_s_shape(self):
        for name, _, labels, spec in self.each():
            told = {variable["name"] for container in containers(spec) for variable in container.get("env", [])}
            owns = {variable for variable in told if variable.endswith("_OWNER_URL") or variable == "SAMVERKA_PROVISION_URL"}
            self.assertEqual(bool(owns), component(labels) == "migrate", owns)

    def test_each_service_is_given_its_own_databases_and_no_other(self):
        for name, made, labels, spec in self.each():
            if made["kind"] != "Deployment" or size_of(name) == "single":
                continue
            service = component(labels).partition("-")[0]
            told = {variable["name"] for container in containers(spec) for variable in container.get("env", [])}
            databases = {variable for variable in told if variable.endswith(("_APP_URL", "_RELAY_URL"))}
            own = {f"SAMVERKA_{service.upper()}_{role}_URL" for role in ("APP", "RELAY")}
            self.assertEqual(databases, set() if service == "portal" else own)

    def test_the_migration_runs_first_and_once_and_what_failed_stays_to_be_read(self):
        for name in VALUES:
            (job,) = of_kind(name, "Job")
            hook = job["metadata"]["annotations"]
            self.assertEqual(hook["helm.sh/hook"], "pre-install,pre-upgrade")
            self.assertEqual(hook["helm.sh/hook-weight"], "-5")
            self.assertEqual(hook["helm.sh/hook-delete-policy"], "before-hook-creation,hook-succeeded")
            self.assertGreater(job["spec"]["activeDeadlineSeconds"], 0)
            needs = [source for c in containers(job["spec"]["template"]["spec"]) for source in c.get("envFrom", [])]
            self.assertEqual(needs, [], "nothing of the release is there before it")

    def test_names_are_short_enough_and_no_two_objects_share_one(self):
        for name in VALUES:
            told = [(found["kind"], found["metadata"]["name"]) for found in objects(name)]
            self.assertEqual(len(told), len(set(told)), name)
            for _, called in told:
                self.assertLessEqual(len(called), 63)
