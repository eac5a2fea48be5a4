// Whoever belongs to one unit finds, counts and is led to nothing whose page would refuse.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openBrowser, signIn, visitor } from "./lib/browser.js";
import { comesIn, joins, onceHeardOf } from "./lib/ground.js";
import { somebody, unique, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
// One who does a part of the unit's work, and one who does none.
const ROLES = ["contributor", "reader"];
const WORD = `lantern${unique}`;
const period = { from: "2026-01-01", to: "2026-12-31" };
// Files, the description of the API, and the same pages otherwise sorted, narrowed or filled in beforehand.
const PASSED_BY = /\.(csv|xlsx)|\/content$|^\/api\/|\?(?!figure=)/;
const MOST_PAGES = 400;

let browser;
const people = {};
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  const town = await comesIn(`Two units ${unique}`);
  const { api } = town.admin;
  const units = [];
  for (const name of ["Harbour", "Hill"]) units.push((await api.post("/units", { name: { en: `${name} ${WORD}` }, kind: "office", valid_from: "2000-01-01" })).id);
  for (const unit of units) await onceHeardOf(() => fills(api, unit));
  await onceHeardOf(() => api.post("/statement-rounds", { year: 2026, due_on: "2026-12-31", unit_ids: units }));
  for (const role of ROLES) people[role] = await joins(town, role, units[0]);
});
after(() => browser?.close());

/** Things of every register in a unit, each with the word. */
async function fills(api, unit) {
  const title = { en: `A ${WORD}` };
  const level = (await api.get("/goal-levels")).levels[0].key;
  const goal = await api.post("/goals", { title, level, accountable_unit_id: unit, period, to_be_measured: true });
  await api.post("/indicators", { name: title, goal_ids: [goal.id], direction: "up", kind: "number", frequency: "year", unit_of_measure: { en: "pieces" }, owner_unit_id: unit });
  await api.post("/policies", { kind: "strategy", title, period, sections: [] });
  await api.post("/assignments", { title, unit_id: unit, due_on: "2026-06-30" });
  const { id } = await onceHeardOf(() => api.post("/projects", { title, kind: "eu", role: "lead", owner_unit_id: unit, period }));
  await api.post("/applications", { project_id: id, call: `Call ${WORD}`, on: "2026-01-02" });
  await api.post("/activities", { kind: "visit", title, unit_id: unit, period });
  const network = await api.post("/networks", { name: title });
  await api.post("/network-memberships", { network_id: network.id, accountable_unit_id: unit, since: "2020-01-01" });
  await api.post("/partners", { name: `Partner ${WORD} ${unit}`, kind: "university", country: "EE" });
}

async function pagesOf(person) {
  const { page, close } = await visitor(browser);
  await signIn(page, person);
  return { page, close };
}

/** Follows every link from the start page on, and tells which are refused. */
async function refused(page) {
  const met = new Map([["/", "the start page"]]);
  const wrong = [];
  for (const [address, from] of met) {
    if (met.size > MOST_PAGES) throw new Error("the pages have no end");
    const answer = await page.request.get(address);
    if (answer.status() !== 200) wrong.push(`${from} leads to ${address}, which answers ${answer.status()}`);
    for (const [, href] of (await answer.text()).matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
      const led = href.replaceAll("&amp;", "&");
      if (!PASSED_BY.test(led) && !met.has(led)) met.set(led, address);
    }
  }
  return { wrong, met: [...met.keys()] };
}

/** The hits of a search, all pages of them. */
async function hits(page, address) {
  await page.goto(address);
  const found = [];
  for (;;) {
    found.push(...(await page.locator(".hits > li h3").evaluateAll((all) => all.map((one) => one.querySelector("a")?.getAttribute("href") ?? null))));
    const next = page.locator('.pages a[rel="next"]');
    if (!(await next.count())) return found;
    await page.goto(await next.getAttribute("href"));
  }
}

const counted = (label) => Number(label.match(/\((\d+)\)$/)[1]);

for (const role of ROLES) {
  test(`a ${role} of one unit is led to no page that refuses`, { skip, timeout: 120_000 }, async () => {
    const { page, close } = await pagesOf(people[role]);
    const { wrong, met } = await refused(page);
    assert.ok(met.length > 60, `only ${met.length} pages were met`);
    assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`);
    await close();
  });

  test(`a ${role} of one unit finds as many things as are counted, and may open each`, { skip, timeout: 120_000 }, async () => {
    const { page, close } = await pagesOf(people[role]);
    await onceHeardOf(async () => assert.equal((await hits(page, `/search?q=${WORD}`)).length, 20));
    await page.goto(`/search?q=${WORD}`);
    const facets = await page.locator(".search-kinds a").evaluateAll((all) => all.map((one) => [one.getAttribute("href"), one.textContent.trim()]));
    assert.ok(facets.length > 8, `${facets}`);
    for (const [href, label] of facets) {
      const found = await hits(page, href);
      assert.equal(found.length, counted(label), label);
      for (const hit of found) assert.equal((await page.request.get(hit)).status(), 200, `${label}: ${hit}`);
    }
    await close();
  });

  test(`the boards of a ${role} of one unit count the rows they lead to`, { skip, timeout: 120_000 }, async () => {
    const { page, close } = await pagesOf(people[role]);
    for (const board of ["leadership", "international", "completeness"]) {
      await page.goto(`/boards/${board}`);
      const figures = await page.locator("table:has(#figures-caption) tbody tr").evaluateAll((rows) => rows.map((row) => [row.querySelector("a").getAttribute("href"), Number(row.querySelector("td").textContent)]));
      assert.ok(figures.length);
      for (const [href, count] of figures) {
        await page.goto(href);
        const rows = await page.locator("#results tbody tr a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
        assert.equal(await page.locator("#results tbody tr").count(), count, href);
        for (const row of rows) assert.equal((await page.request.get(row)).status(), 200, `${href}: ${row}`);
      }
    }
    await close();
  });
}

test("somebody of another organisation finds none of it", { skip }, async () => {
  const { page, close } = await pagesOf(somebody("Suupohja", "admin"));
  assert.deepEqual(await hits(page, `/search?q=${WORD}`), []);
  assert.equal(await page.locator(".search-kinds").count(), 0);
  await close();
});
