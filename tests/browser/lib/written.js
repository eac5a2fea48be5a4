// Things into whose every field somebody wrote an injection: each of them once through each kind of field.
import { onceHeardOf } from "./ground.js";
import { INJECTIONS } from "./injections.js";

const LANGUAGES = ["fi", "sv", "en"];
const ONE_LINE = /[\t\u2028\u2029]/;

/** Deals the injections, one after the other for each kind of field, and remembers what one thing was given. */
function dealer() {
  const kinds = ["titles", "prose", "lines", "notes", "names"];
  const decks = Object.fromEntries(kinds.map((kind) => [kind, [...INJECTIONS]]));
  let given = { every: [], shown: [] };
  let again = 0;
  const next = (kind, fits) => {
    const at = decks[kind].findIndex(fits);
    if (at >= 0) return decks[kind].splice(at, 1)[0];
    // All that fit are dealt: others take their place, lest a thing is left without words.
    const fitting = INJECTIONS.filter(fits);
    return fitting[(again += 1) % fitting.length];
  };
  const say = (text, isShown = true) => {
    given.every.push(text);
    if (isShown) given.shown.push(text);
    return text;
  };
  return {
    line: (most = 200) => say(next("lines", (one) => one.length <= most)),
    name: () => say(next("names", (one) => !ONE_LINE.test(one))),
    texts: (kind) => Object.fromEntries(LANGUAGES.map((language) => [language, say(next(kind, () => true), language === "en")])),
    /** Many in one field of several lines. */
    note: () => Array.from({ length: 20 }, () => say(next("notes", () => true))).join("\n"),
    /** What was given since this was last asked for. */
    taken: () => {
      const was = given;
      given = { every: [], shown: [] };
      return was;
    },
    /** How many have not gone through every kind of field that things have. */
    left: () => Math.max(...["titles", "prose", "lines", "notes"].map((kind) => decks[kind].length)),
  };
}

const period = { from: "2026-01-01", to: "2026-12-31" };

/** How a thing of each kind is made, and where it is shown. The first words are those of its name. */
function makers(deal, { unit, taxonomy, level, number }) {
  const titles = () => deal.texts("titles");
  const prose = () => deal.texts("prose");
  const rows = (count, row) => Array.from({ length: count }, (_, number) => row(number));
  return {
    projects: ["project", () => ({ title: titles(), summary: prose(), resident_benefit: prose(), kind: "eu", role: "lead", owner_unit_id: unit, period,
      acronym: deal.line(30), case_number: deal.line(60), funder: deal.line(), operation_id: deal.line(60),
      work_packages: rows(2, (number) => ({ number: number + 1, title: titles(), description: prose() })) })],
    activities: ["activity", () => ({ kind: "visit", title: titles(), learning: prose(), place: deal.line(), unit_id: unit, period,
      participants: rows(30, () => ({ group: "employees", profession: deal.line(80), count: { value: "3", exactness: "exact" } })) })],
    networks: ["network", () => ({ name: titles(), description: prose(), scope: titles(), acronym: deal.line(60), host: deal.line() })],
    policies: ["policy", () => ({ kind: "strategy", title: titles(), vision: prose(), period, case_number: deal.line(60),
      sections: rows(3, (number) => ({ key: `part-${number}`, heading: titles(), body: prose() })) })],
    indicators: ["indicator", () => ({ name: titles(), unit_of_measure: titles(), method: prose(), source: prose(), direction: "up", kind: "number", frequency: "year", owner_unit_id: unit })],
    units: ["unit", () => ({ name: titles(), short_name: deal.line(50), kind: "office", valid_from: "2000-01-01" })],
    themes: ["theme", () => ({ name: titles(), description: prose(), taxonomy_id: taxonomy, code: `C${number}` })],
    assignments: ["assignment", () => ({ title: titles(), note: deal.note(), unit_id: unit, due_on: "2026-12-31" })],
    partners: ["partner", () => ({ name: deal.line(), notes: deal.note(), kind: "municipality", country: "EE", town: deal.line(), twin_town: { since: "1975-05-01", agreement: deal.line(), status: "active" } })],
    goals: ["goal", () => ({ title: titles(), description: prose(), level, accountable_unit_id: unit, period, to_be_measured: false })],
  };
}

/** Makes things until every injection went through every kind of field: `{pages, list, every, shown}` of each, and names by list. */
export async function written(api) {
  const unit = (await api.post("/units", { name: { en: "Office" }, kind: "office", valid_from: "2000-01-01" })).id;
  const taxonomy = (await api.post("/taxonomies", { key: "injected", name: { en: "Injected" } })).id;
  const level = (await api.get("/goal-levels")).levels[0].key;
  const deal = dealer();
  const made = [];
  while (deal.left() > 0) {
    for (const [list, [kind, body]] of Object.entries(makers(deal, { unit, taxonomy, level, number: made.length }))) {
      const told = body();
      const { id } = await onceHeardOf(() => api.post(`/${list}`, told));
      made.push({ pages: [`/${list}/${id}`, `/${list}/${id}/edit`, `/history/${kind}/${id}`], list: `/${list}`, ...deal.taken() });
    }
  }
  made.push(await filed(api));
  return { things: made, names: await named(api, deal) };
}

/** A partner with a file of each name that a file may have: none is a path. */
async function filed(api) {
  const { id } = await api.post("/partners", { name: "Files", kind: "university", country: "EE" });
  const names = INJECTIONS.filter((one) => !/[/\\\t]/.test(one)).map((one) => `${one}.txt`);
  for (const [number, name] of names.entries()) await api.attach(`/partners/${id}`, name, `File ${number}`);
  return { pages: [`/partners/${id}`, `/partners/${id}/attachments`], list: "/partners", every: names, shown: ["Files", ...names] };
}

/** Names that are one line each: of saved views, of which nobody has more than a hundred, and of people. */
async function named(api, deal) {
  const half = INJECTIONS.length / 2;
  for (let n = 0; n < half; n += 1) await api.post("/saved-views", { list: "projects", name: deal.name(), query: `q=${n}`, shared: true });
  const views = deal.taken().shown;
  const invited = (n) => ({ email: `i${n}@injected.example.net`, name: deal.name(), language: "en", roles: [{ role: "reader", unit_id: null }] });
  for (let n = 0; n < half; n += 1) await api.post("/invitations", invited(n));
  return { "/saved-views": views, "/people": deal.taken().shown };
}
