"""Every pair of pods and every port, by what is rendered: allowed are the arrows of arrows.yaml and no other.

An arrow needs the consent of both ends: of the policies that choose the sender's pod, for what leaves it, and of those that
choose the receiver's, for what comes in. Whom no policy chooses may do as it likes, as Kubernetes has it.
"""

import ipaddress
import itertools
import unittest
from dataclasses import dataclass, field

import yaml

from rendering import CHART, HERE, NAMESPACE, VALUES, component, containers, of_kind, pods

ARROWS = yaml.safe_load((HERE / "arrows.yaml").read_text())
NEIGHBOURS = yaml.safe_load((HERE / "neighbours.yaml").read_text())
# Tried on everybody, whether anybody listens there or not.
PORTS = [22, 53, 80, 443, 587, 4318, 5353, 5432, 5672, 6379, 6443, 8080, 9090, 9187, 15672, 15692]


@dataclass(frozen=True)
class Party:
    name: str
    address: str
    namespace: str = ""
    labels: dict = field(default_factory=dict, hash=False)
    namespace_labels: dict = field(default_factory=dict, hash=False)
    named_ports: dict = field(default_factory=dict, hash=False)


def parties(name):
    addresses = (f"10.42.0.{n}" for n in itertools.count(1))
    for _, labels, spec in pods(name):
        ports = {p["name"]: p["containerPort"] for c in containers(spec) for p in c.get("ports", [])}
        yield Party(component(labels), next(addresses), NAMESPACE, labels, of_namespace(NAMESPACE), ports)
    for who, told in NEIGHBOURS.items():
        told = {**told, **told.get("in", {}).get(name, {})}
        where = told.get("namespace", "")
        inside = {**of_namespace(where), **told.get("namespaceLabels", {})} if where else {}
        yield Party(who, told.get("address") or next(addresses), where, told.get("labels", {}), inside)


def of_namespace(name):
    return {"kubernetes.io/metadata.name": name}


def chosen(selector, labels):
    for expression in selector.get("matchExpressions", []):
        has, values = labels.get(expression["key"]), expression.get("values", [])
        holds = {"In": has in values, "NotIn": has not in values, "Exists": has is not None, "DoesNotExist": has is None}
        if not holds[expression["operator"]]:
            return False
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())


def is_peer(peer, party):
    if "ipBlock" in peer:
        address = ipaddress.ip_address(party.address)
        within = lambda cidr: address in ipaddress.ip_network(cidr)
        return within(peer["ipBlock"]["cidr"]) and not any(map(within, peer["ipBlock"].get("except", [])))
    if not party.namespace:
        return False
    if "namespaceSelector" in peer:
        if not chosen(peer["namespaceSelector"], party.namespace_labels):
            return False
    elif party.namespace != NAMESPACE:
        return False
    return chosen(peer.get("podSelector", {}), party.labels)


def is_port(told, receiver, port, protocol):
    if told.get("protocol", "TCP") != protocol:
        return False
    if "port" not in told:
        return True
    first = told["port"] if isinstance(told["port"], int) else receiver.named_ports.get(told["port"])
    return first is not None and first <= port <= told.get("endPort", first)


def consents(policies, owner, other, way, port, protocol):
    """Whether the policies that choose `owner` let this pass, `way` being Ingress or Egress."""
    if owner.namespace != NAMESPACE:
        return True
    ruling = [p["spec"] for p in policies if chosen(p["spec"]["podSelector"], owner.labels) and way in p["spec"]["policyTypes"]]
    receiver = owner if way == "Ingress" else other
    peers = "from" if way == "Ingress" else "to"
    rules = (rule for spec in ruling for rule in spec.get(way.lower()) or [])
    return not ruling or any(
        (not rule.get(peers) or any(is_peer(peer, other) for peer in rule[peers]))
        and (not rule.get("ports") or any(is_port(told, receiver, port, protocol) for told in rule["ports"]))
        for rule in rules
    )


def allowed(name):
    """Every arrow that has one of our pods at either end."""
    policies = of_kind(name, "NetworkPolicy")
    everybody = list(parties(name))
    ours = {party.name for party in everybody} - NEIGHBOURS.keys()
    for sender, receiver in itertools.product(everybody, repeat=2):
        if sender.name in NEIGHBOURS and receiver.name in NEIGHBOURS:
            continue
        # A pod reaches itself whatever policies say; two pods of one Deployment are two.
        for port, protocol in itertools.product(PORTS, ("TCP", "UDP")):
            if consents(policies, sender, receiver, "Egress", port, protocol) and consents(
                policies, receiver, sender, "Ingress", port, protocol
            ):
                yield sender.name, receiver.name, port, protocol
    assert ours, "a rendering without pods"


def merged(base, over):
    out = dict(base)
    for key, value in over.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = merged(out.get(key, {}), value) if isinstance(value, dict) else value
    return out


def holds_of(name):
    values = merged(yaml.safe_load((CHART / "values.yaml").read_text()), yaml.safe_load(VALUES[name].read_text()))
    words = {values["size"], "mail-named" if values["mail"]["peers"] else "mail-anywhere"}
    if values["ingress"]["enabled"] or values["httpRoute"]["enabled"]:
        words.add("front")
    if values["attachments"]["store"] == "s3":
        words.add("s3")
    if values["telemetry"]["otlp"]["endpoint"]:
        words.add("otlp")
    return words


def designed(name):
    words = holds_of(name)
    resolver = {**NEIGHBOURS["resolver"], **NEIGHBOURS["resolver"]["in"].get(name, {})}
    for arrow in ARROWS:
        if not words.issuperset(arrow["when"]):
            continue
        receivers = list(NEIGHBOURS) if arrow["to"] == ["anywhere"] else arrow["to"]
        ports = [(arrow["port"], "TCP")]
        if arrow["port"] == "resolver":
            ports = [(resolver["listens"][0], protocol) for protocol in ("TCP", "UDP")]
        for sender, receiver, (port, protocol) in itertools.product(arrow["from"], receivers, ports):
            yield sender, receiver, port, protocol


class Network(unittest.TestCase):
    def test_every_arrow_of_the_design_is_allowed_and_no_other(self):
        for name in VALUES:
            with self.subTest(name):
                is_allowed, is_meant = set(allowed(name)), set(designed(name))
                self.assertGreater(len(is_meant), 10)
                self.assertEqual(told(is_meant - is_allowed), [], "arrows of the design that the policies forbid")
                self.assertEqual(told(is_allowed - is_meant), [], "arrows that the policies allow and the design does not have")

    def test_policies_choose_nobody_but_our_own_pods(self):
        for name in VALUES:
            for party in parties(name):
                if party.name in NEIGHBOURS and party.namespace == NAMESPACE:
                    ruling = [p["metadata"]["name"] for p in of_kind(name, "NetworkPolicy") if chosen(p["spec"]["podSelector"], party.labels)]
                    self.assertEqual(ruling, [], f"{name}: {party.name}")

    def test_every_pod_of_ours_is_denied_everything_first(self):
        for name in VALUES:
            closed = [p for p in of_kind(name, "NetworkPolicy") if "ingress" not in p["spec"] and "egress" not in p["spec"]]
            for made, labels, _ in pods(name):
                denied = any(chosen(p["spec"]["podSelector"], labels) for p in closed)
                self.assertTrue(denied, f"{name}: {made['kind']} {made['metadata']['name']}")


def told(arrows):
    return sorted(f"{sender} -> {receiver} {port}/{protocol}" for sender, receiver, port, protocol in arrows)
