// Every page the portal has, with the ids of things that are there. The list is written by the portal's own test.
import { readFileSync } from "node:fs";

import { anybody, as } from "./api.js";
import { operator, somebody, unique } from "./installation.js";

const PAGES = JSON.parse(readFileSync(new URL("../pages.json", import.meta.url), "utf8"));

/** No demo organisation has everything: goals are read in Sweden, projects in Finland. */
export const READERS = {
  anybody: null,
  operator,
  finland: somebody("Suupohja", "admin"),
  sweden: somebody("Upplands Väsby", "admin"),
  association: somebody("Kuntaliitto", "analyst"),
};
const IN_SWEDEN = ["goal", "indicator", "indicator_value", "statement"];

const named = (path) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

function readerOf({ path, reader }) {
  if (reader === "anybody") return "anybody";
  if (reader === "approver" || reader === "operator") return "operator";
  if (path.startsWith("/national")) return "association";
  return named(path).some((name) => IN_SWEDEN.includes(name)) ? "sweden" : "finland";
}

/** `{path, address, reader}` of every page: as it is named, where it is, and who reads it. */
export async function addresses() {
  const things = await thingsToShow();
  return PAGES.map((page) => {
    const address = page.path.replaceAll(/\{(\w+)\}/g, (whole, name) => {
      if (!things[name]) throw new Error(`${page.path}: nobody has told the browser tests which ${name} to show`);
      return things[name];
    });
    return { path: page.path, address, reader: readerOf(page) };
  });
}

/** Whether a link of ours leads to a page of the list, or to a file. */
export function isKnown(pathname) {
  const shapes = PAGES.map(({ path }) => new RegExp(`^${path.split("?")[0].replaceAll(/\{\w+\}/g, "[^/]+")}$`));
  const lists = /^\/(goals|policies|assignments|indicators|applications|projects|activities|networks|partners|units|people|reports|saved-views|api-keys|webhooks|sharing|national|shared\/\w+|goals\/coverage|boards\/\w+\/rows)\.(csv|xlsx)$/;
  const files = [lists, /^\/journal\.csv$/, /^\/exports\/\w+\/[^/]+\/file$/, /^\/imports\/[^/]+\/faults\.csv$/, /^\/reports\/[^/]+\/document$/, /^\/\w+\/[^/]+\/attachments\/[^/]+\/content$/, /^\/api\/openapi\.json$/];
  // One of them is visited; they are as many as there are versions.
  const goingBack = /^\/history\/\w+\/[^/]+\/restorations\/\d+$/;
  return [...shapes, ...files, goingBack].some((shape) => shape.test(pathname));
}

/** A table that was checked: one line of it names an indicator that nobody has. */
async function aTable(planner) {
  const table = "Indicator;Year;Value;Remark\r\nNobody counts this;2026;1;\r\n";
  const { id } = await planner.send("/imports/indicator-values", "mittarit.csv", table);
  await planner.post(`/imports/indicator-values/${id}/check`, {});
  return id;
}

async function thingsToShow() {
  const [finland, sweden, association] = await Promise.all(
    [READERS.finland, READERS.sweden, READERS.association].map((reader) => as(reader)),
  );
  const [indicator, application] = await Promise.all([sweden.first("/indicators"), finland.first("/applications")]);
  const value = await aValue(sweden, indicator);
  const report = await aReport(finland);
  return {
    invitation_token: await anInvitation(finland),
    subscription: await aRequest(),
    plan: (await (await as(READERS.operator)).post("/plans", { name: { fi: `Pieni ${unique}` }, people: 25, projects: 20 })).id,
    resource: "projects",
    goal: indicator.goal_ids[0],
    indicator: indicator.id,
    indicator_value: value.id,
    statement: (await sweden.first("/statements?status=owed")).id,
    project: application.project_id,
    application: application.id,
    attachment: (await finland.attach(`/projects/${application.project_id}`, "pöytäkirja.txt", "Kokous avattiin.")).id,
    ...(await someWork(finland)),
    ...(await aTheme(finland)),
    ...(await aPolicy(finland)),
    report: report.id,
    value_import: await aTable(finland),
    release: (await association.first("/releases")).id,
    person: (await finland.first("/people")).id,
    organisation: (await finland.get("/organisations/current")).id,
    unit: (await finland.first("/units")).id,
    // A kind of which an organisation has one thing, and one of which it has many.
    only_kind: "goal_thresholds",
    kind: "membership",
    membership: (await finland.first("/memberships")).id,
    sharing: (await finland.first("/sharing-agreements?side=owner&state=in_force")).id,
    saved_view: (await finland.post("/saved-views", { list: "projects", name: `EU-hankkeet ${unique}`, query: "kind=eu&sort=-title", shared: true })).id,
    ...(await somePrograms(finland)),
    figure: report.parts.flatMap((part) => part.figures).find(({ value }) => Number(value) > 0).key,
  };
}

/** A key of a program, and where it is told of changes: an address that is switched off at once, so that nobody is told. */
async function somePrograms(finland) {
  const ends = new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const key = await finland.post("/api-keys", { name: `Tietovarasto ${unique}`, scopes: ["projects:read"], ends_on: ends });
  const webhook = await finland.post("/webhooks", { name: `Tietovarasto ${unique}`, url: "http://127.0.0.1:9/samverka", kinds: ["organisation"] });
  await finland.act(`/webhooks/${webhook.id}/disable`, webhook.version);
  return { api_key: key.id, webhook: webhook.id };
}

async function anInvitation(finland) {
  const whom = { email: `reader-${unique}@suupohja.example.org`, name: "Tutkija", language: "fi" };
  const { accept_url: url } = await finland.post("/invitations", { ...whom, roles: [{ role: "reader", unit_id: null }] });
  return new URL(url).searchParams.get("token");
}

async function aRequest() {
  const organisation = { kind: "municipality", name: { fi: `Pyytäjälä ${unique}` }, code: `P-${unique}`, country: "FI" };
  const contact = { name: "Hallintojohtaja", email: `hallinto-${unique}@pyytajala.example.org`, language: "fi" };
  return (await anybody.post("/subscriptions", { organisation, contact, message: "Haluamme aloittaa." })).id;
}

/** A value of an indicator, whatever it measures, in a period that no value is of yet or the first there is. */
async function aValue(api, indicator) {
  const { items } = await api.get(`/indicator-values?indicator_id=${indicator.id}`);
  if (items.length) return items[0];
  const measured = { number: { value: "12" }, ratio: { numerator: "12", denominator: "48" }, scale: { level: indicator.scale[0]?.level, evidence: "Seen." } };
  const period = { year: "2025", half_year: "2025-H1", quarter: "2025-Q1", month: "2025-01", once: "2025" }[indicator.frequency];
  return api.post("/indicator-values", { indicator_id: indicator.id, period, status: "preliminary", ...measured[indicator.kind] });
}

/** A network with a membership and a partner, and what was done in the one with the other. */
async function someWork(finland) {
  const unit = (await finland.first("/units")).id;
  const network = (await finland.post("/networks", { name: { fi: `Kaupunkien verkosto ${unique}` }, size: { value: "100", exactness: "about" } })).id;
  const membership = (await finland.post("/network-memberships", { network_id: network, accountable_unit_id: unit, since: "2020-01-01" })).id;
  const town = { since: "1975-05-01", agreement: "Valtuustojen päätökset", status: "active" };
  const partner = (await finland.post("/partners", { name: `Nordstad ${unique}`, kind: "municipality", country: "SE", twin_town: town })).id;
  const participants = [{ group: "employees", country: "SE", count: { value: "6", exactness: "about" } }];
  const told = { kind: "visit", title: { fi: "Vierailu ystävyyskunnassa" }, period: { from: "2025-05-05", to: "2025-05-07" }, unit_id: unit, country: "SE" };
  const activity = (await finland.post("/activities", { ...told, participants, network_id: network, partner_ids: [partner] })).id;
  return { activity, network, network_membership: membership, partner };
}

/** A taxonomy with a theme below another. */
async function aTheme(finland) {
  const taxonomy = (await finland.post("/taxonomies", { key: `painopisteet-${unique}`, name: { fi: `Painopisteet ${unique}` } })).id;
  const above = (await finland.post("/themes", { taxonomy_id: taxonomy, code: "ELINVOIMA", name: { fi: "Elinvoima" } })).id;
  const theme = (await finland.post("/themes", { taxonomy_id: taxonomy, parent_id: above, code: "YRITYKSET", name: { fi: "Yritykset" }, description: { fi: "Yritysten kansainvälistyminen." } })).id;
  return { taxonomy, theme };
}

/** A steering document whose second edition is being written, and what a unit was given to do by it. */
async function aPolicy(finland) {
  const chapter = (key, heading, body) => ({ key, heading: { fi: heading }, body: { fi: body } });
  const aims = chapter("aims", "Päämäärät", "Kansainväliset verkostot tukevat seudun elinvoimaa.");
  const told = { kind: "programme", title: { fi: `Kansainvälisyysohjelma ${unique}` }, case_number: "KH 12/2025", period: { from: "2025-01-01", to: "2028-12-31" } };
  let policy = await finland.post("/policies", { ...told, vision: { fi: "Ovet auki maailmalle" }, sections: [aims, chapter("money", "Rahoitus", "Rahoitus pysyy ennallaan.")] });
  const at = () => `/policies/${policy.id}`;
  for (const [to, on] of [["adopted", "2025-03-03"], ["in_force", "2025-04-01"]]) {
    policy = await finland.act(`${at()}/steps`, policy.version, { to, on, decided_by: "Seutuvaltuusto" });
  }
  policy = await finland.act(`${at()}/editions`, policy.version);
  const rewritten = [aims, chapter("money", "Rahoitus", "Rahoitus kasvaa."), chapter("people", "Ihmiset", "Jokainen oppilas kokee toisen maan.")];
  policy = await finland.change(at(), policy.version, { vision: { fi: "Ovet auki Eurooppaan" }, sections: rewritten });
  const unit = (await finland.first("/units")).id;
  const assignment = await finland.post("/assignments", { title: { fi: "Toteuta ohjelma" }, unit_id: unit, policy_id: policy.id, due_on: "2026-12-31" });
  return { policy: policy.id, edition: 1, assignment: assignment.id };
}

/** A draft for the year of the sub-region's first project; the demo's projects give it rows. */
async function aReport(finland) {
  const year = Number((await finland.first("/projects")).period.from.slice(0, 4));
  return finland.post("/reports", { kind: "yearly_followup", year, unit_id: null, language: "fi" });
}
