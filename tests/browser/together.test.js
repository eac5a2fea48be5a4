// What a planner does with more than one thing at a time: finds it, keeps a list for colleagues, changes many, takes it back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { leaves, openBrowser, signedInAs } from "./lib/browser.js";
import { choose, follow, press } from "./lib/forms.js";
import { comesIn, joins, onceHeardOf } from "./lib/ground.js";
import { unique, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
const main = (page) => page.locator("main");
const said = (page) => main(page).innerText();

let browser;
let ground;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  ground = await laid();
});
after(() => browser?.close());

/** A municipality with two offices and three projects of the first. */
async function laid() {
  const town = await comesIn(`Together ${unique}`);
  const unit = (name) => town.admin.api.post("/units", { name: { en: name }, kind: "office", valid_from: "2000-01-01" });
  const [office, harbour] = [await unit("Office of culture"), await unit("Harbour office")];
  const [planner, colleague] = [await joins(town, "planner"), await joins(town, "reader")];
  const period = { from: "2026-01-01", to: "2026-12-31" };
  for (const title of ["Libraries across the border", "Lighthouses of the archipelago", "Schools by the sea"]) {
    const kind = title.startsWith("Schools") ? "national" : "eu";
    await onceHeardOf(() => planner.api.post("/projects", { title: { en: title }, kind, role: "lead", owner_unit_id: office.id, period }));
  }
  await onceHeardOf(() => planner.api.first("/search?q=lighthouse"));
  await aTallTree(planner, office.id);
  return { planner, colleague, harbour, report: await aLongFollowUp(planner, office.id) };
}

/** A follow-up with more rows than are set while its reader waits. */
async function aLongFollowUp(planner, unit) {
  const visit = (nth) => ({ kind: "visit", title: { en: `Delegation ${nth}` }, unit_id: unit, period: { from: "2026-03-02", to: "2026-03-03" } });
  for (let nth = 1; nth <= 500; nth += 1) await planner.api.post("/activities", visit(nth));
  await planner.api.post("/activities", visit("of the wombats"));
  await onceHeardOf(() => planner.api.first("/search?q=wombats"));
  return planner.api.post("/reports", { kind: "yearly_followup", year: 2026, unit_id: null, language: "en" });
}

/** A goal with more goals below it than a page of the tree has room for. */
async function aTallTree(planner, unit) {
  const level = (await planner.api.get("/goal-levels")).levels[0].key;
  const goal = (title, parent) => planner.api.post("/goals", { title: { en: title }, level, parent_id: parent, accountable_unit_id: unit, period: { from: "2026-01-01", to: "2030-12-31" } });
  const top = await goal("A region that is at home in Europe", null);
  for (let nth = 1; nth <= 201; nth += 1) await goal(`Step ${String(nth).padStart(3, "0")}`, top.id);
}

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";

  test(`a branch that the tree has no room for is opened on pages of its own, ${how}`, { skip }, () =>
    signedInAs(browser, ground.planner, script, async (page) => {
      const titles = () => main(page).locator(".tree a[href^='/goals/']").allTextContents();
      await page.goto("/goals");
      assert.deepEqual(await titles(), ["A region that is at home in Europe"]);
      await follow(page, "201 sub-goals");
      assert.match(await said(page), /Only the goals below this one are shown: A region that is at home in Europe/);
      const first = await titles();
      assert.deepEqual([first.length, first[0], first.at(-1)], [200, "Step 001", "Step 200"]);
      await leaves(page, () => page.locator('.pages a[rel="next"]').click());
      assert.deepEqual(await titles(), ["Step 201"]);
      assert.equal((await page.goto("/goals?below=nowhere")).status(), 404);
    }));

  test(`a thing is found from any page by another form of its word, ${how}`, { skip }, () =>
    signedInAs(browser, ground.planner, script, async (page) => {
      await page.goto("/goals");
      await page.locator("#search-everything").fill("lighthouse -libraries");
      await leaves(page, () => page.locator(".header-search button").click());
      assert.match(await said(page), /One result/);
      assert.equal(await page.locator("h1").innerText(), "Search everything");
      await follow(page, "Projects (1)");
      assert.match(page.url(), /register=projects/);
      await follow(page, "Lighthouses of the archipelago");
      assert.equal(await page.locator("h1").innerText(), "Lighthouses of the archipelago");
      await page.goto("/search?q=%21");
      assert.match(await said(page), /at least one word/);
    }));

  test(`a list that is saved and shared is the same list to a colleague, ${how}`, { skip }, async () => {
    const name = `EU ${how}`;
    await signedInAs(browser, ground.planner, script, async (page) => {
      await page.goto("/projects?kind=eu&sort=-title");
      await page.locator(".saved-views summary").click();
      await page.locator("#view-name").fill(name);
      await page.locator("#view-shared").check();
      await leaves(page, () => page.locator(".saved-views form button").click());
      assert.match(page.url(), /kind=eu&sort=-title/);
    });
    await signedInAs(browser, ground.colleague, script, async (page) => {
      await page.goto("/projects");
      await follow(page, name);
      const titles = await page.locator("tbody th").allInnerTexts();
      assert.deepEqual(titles, ["Lighthouses of the archipelago", "Libraries across the border"]);
      await page.goto("/saved-views");
      assert.match(await said(page), new RegExp(name));
      assert.equal(await page.getByRole("link", { name: /^Delete/ }).count(), 0, "a colleague takes nothing away");
    });
  });

  test(`many are changed alike after a look, and all at once taken back, ${how}`, { skip }, () =>
    signedInAs(browser, ground.planner, script, async (page) => {
      await page.goto("/projects?kind=eu");
      await press(page, "Edit selected");
      assert.match(await said(page), /Nothing was chosen/);
      for (const box of await page.locator("tbody input[type=checkbox]").all()) await box.check();
      await press(page, "Edit selected");
      assert.equal(await page.locator("h1").innerText(), "Change 2 things at once");
      await choose(page, "change.owner_unit_id", "Harbour office");
      await press(page, "Show what would change");
      assert.match(await said(page), /Nothing has been changed yet/);
      assert.match(await said(page), /Office of culture → Harbour office/);
      const owners = async () => (await ground.planner.api.get(`/projects?unit_id=${ground.harbour.id}`)).items.length;
      assert.equal(await owners(), 0, "a look changes nothing");
      await press(page, "Change 2");
      assert.match(await said(page), /2 things have been changed/);
      assert.equal(await owners(), 2);
      await press(page, "Undo all of it");
      assert.match(await said(page), /2 things say again what they said before/);
      assert.equal(await owners(), 0);
    }));

  test(`a long follow-up is set while its reader goes on, and then waits among the files, ${how}`, { skip }, () =>
    signedInAs(browser, ground.planner, script, async (page) => {
      await page.goto(`/reports/${ground.report.id}`);
      await leaves(page, () => page.locator('a[href*="format=pdf"][hreflang="en"]').click());
      assert.equal(await page.locator("h1").innerText(), "Files");
      assert.match(await said(page), /It is long: it is being written into a file/);
      const row = page.locator("tr", { hasText: "Yearly follow-up, as a document, English" });
      const file = row.locator("a[download]");
      for (let tries = 0; tries < 120 && !(await file.count()); tries += 1) {
        await page.waitForTimeout(500);
        if (!script && (await page.getByRole("link", { name: "See how far they are" }).count())) await follow(page, "See how far they are");
      }
      const [download] = await Promise.all([page.waitForEvent("download"), file.click()]);
      assert.equal(download.suggestedFilename(), "document.pdf");
      assert.equal((await readFile(await download.path())).subarray(0, 5).toString(), "%PDF-");
      await leaves(page, () => row.getByRole("button").click());
      assert.match(await said(page), /You have no files here/);
    }));

  test(`a change is taken back from its history, after what will change was shown, ${how}`, { skip }, () =>
    signedInAs(browser, ground.planner, script, async (page) => {
      const { items } = await ground.planner.api.get("/projects?q=schools");
      const changed = await ground.planner.api.change(`/projects/${items[0].id}`, items[0].version, { acronym: `WRONG${items[0].version}` });
      await page.goto(`/history/project/${items[0].id}`);
      await leaves(page, () => page.getByRole("link", { name: /^Go back to how it was before this change/ }).first().click());
      assert.match(await said(page), new RegExp(`${changed.acronym}\\s+–`));
      await press(page, "Go back");
      assert.match(await said(page), /It now says again what it said before/);
      assert.match(await said(page), /Went back to an earlier version/);
      const now = await ground.planner.api.get(`/projects/${items[0].id}`);
      assert.deepEqual([now.acronym ?? null, now.version], [null, changed.version + 1]);
    }));
}
