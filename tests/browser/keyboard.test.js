// Each kind of user does one task of the role by the keyboard alone: every stop of the focus is seen, and none holds it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { anybody } from "./lib/api.js";
import { openBrowser, step, visitor } from "./lib/browser.js";
import { comesIn, joins, onceHeardOf, schoolInDuty } from "./lib/ground.js";
import { operator, somebody, unique, way } from "./lib/installation.js";
import { keyboard } from "./lib/keyboard.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
const YEAR = new Date().getFullYear();
const SEND = "main form.form button[type=submit]";
const said = (page) => page.locator("main").innerText();
const heading = (page) => page.locator("h1").innerText();

let browser;
const people = {};
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  const town = await comesIn(`Keys ${unique}`);
  const { school, head } = await schoolInDuty(town, YEAR);
  Object.assign(people, { head, admin: town.admin, operator, analyst: somebody("Kuntaliitto", "analyst"), elected: somebody("Upplands Väsby", "elected") });
  for (const role of ["planner", "controller", "registrar", "reader", "auditor"]) people[role] = await joins(town, role);
  const project = { title: { en: "Bridges" }, kind: "eu", role: "lead", owner_unit_id: school.id, period: { from: `${YEAR}-01-01` } };
  const { id } = await onceHeardOf(() => town.admin.api.post("/projects", project));
  await town.admin.api.post("/applications", { project_id: id, call: "Spring", on: `${YEAR}-01-02` });
});
after(() => browser?.close());

async function signsIn(hand, page, person) {
  await page.goto("/sign-in");
  await hand.skips();
  await hand.types("#field-email", person.email);
  await hand.types("#field-password", person.password);
  await hand.presses(SEND);
  assert.ok(!page.url().includes("/sign-in"), await said(page));
}

// What each does; `script` tells two runs apart.
const TASKS = {
  "a planner adds an activity": ["planner", async (hand, page, script) => {
    await hand.follows('main a[href="/activities/new"]');
    await hand.skips();
    await hand.chooses("[name=kind]", "visit");
    await hand.types('[name="title.en"]', `By keys, ${script}`);
    await hand.chooses("[name=unit_id]", "River School");
    await hand.dates('[name="period.from"]', `${YEAR}-05-04`);
    await hand.presses(SEND);
    assert.equal(await heading(page), `By keys, ${script}`);
  }],
  "a unit head writes the statement and enters a value": ["head", async (hand, page, script) => {
    await hand.follows('main a[href^="/statements/"], main a[href="/statements"]');
    await hand.skips();
    await hand.types('[name="text.en"]', `We write to a class abroad, ${script}.`);
    await hand.presses(SEND);
    assert.match(await said(page), /saved/i);
    await hand.follows('nav a[href="/goals"]');
    await hand.follows('nav a[href="/indicators"]');
    await hand.follows('main a[href="/values"]');
    await hand.goesRound();
    await hand.types(page.getByLabel(`Value: Pupils ${script === "with script" ? "abroad" : "hosted"}`), "12");
    await hand.presses('button[name=do][value="save"]');
    assert.match(await said(page), /The values have been saved/);
  }],
  "a controller changes a financing plan": ["controller", async (hand, page, script) => {
    await hand.follows('nav a[href="/projects"]');
    await hand.follows(page.getByRole("link", { name: "Bridges", exact: true }));
    await hand.follows('main a[href$="/financing"]');
    await hand.goesRound();
    const amount = script === "with script" ? "100000" : "200000";
    await hand.types("[name=total]", amount);
    await hand.chooses('[name="sources.0.source"]', "own");
    await hand.chooses('[name="sources.0.kind"]', "cash");
    await hand.types('[name="sources.0.amount"]', amount);
    await hand.presses(SEND);
    assert.match(await said(page), new RegExp(`€${amount.slice(0, 3)},000`));
  }],
  "a registrar enters a steering document": ["registrar", async (hand, page, script) => {
    await hand.follows('nav a[href="/goals"]');
    await hand.follows('nav a[href="/policies"]');
    await hand.follows('main a[href="/policies/new"]');
    await hand.goesRound();
    await hand.chooses("[name=kind]", "strategy");
    await hand.types('[name="title.en"]', `Doors open ${script}`);
    await hand.dates('[name="period.from"]', `${YEAR}-01-01`);
    await hand.presses(SEND);
    assert.equal(await heading(page), `Doors open ${script}`);
  }],
  "an administrator invites somebody": ["admin", async (hand, page, script) => {
    await hand.follows('nav a[href="/organisation"]');
    await hand.follows('nav a[href="/people"]');
    await hand.follows('main a[href="/people/invite"]');
    await hand.goesRound();
    await hand.types("[name=name]", `Invited ${script}`);
    await hand.types("[name=email]", `${script.replace(" ", "-")}-${unique}@keys.example.org`);
    await hand.chooses("[name=language]", "en");
    await hand.chooses("[name=role]", "reader");
    await hand.presses(SEND);
    assert.match(await said(page), new RegExp(`Invited ${script}`));
  }],
  "a reader narrows a list and searches": ["reader", async (hand, page) => {
    await hand.follows('nav a[href="/projects"]');
    await hand.skips();
    await hand.types("#filters [name=q]", "Bri");
    await hand.reach("#filters button[type=submit]");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=Bri/);
    assert.match(await said(page), /Bridges/);
    // Back against the direction of reading, into the head of the page.
    await hand.reach("#search-everything", { key: "Shift+Tab" });
    await page.keyboard.type("Bridges");
    await hand.follows(".header-search button");
    await hand.follows(page.locator(".hits a").first());
    assert.equal(await heading(page), "Bridges");
  }],
  "a mayor looks at the board and at what a figure counts": ["elected", async (hand, page) => {
    await hand.follows('main a[href="/boards/leadership"]');
    await hand.goesRound();
    const figure = page.locator('main a[href*="figure="]').first();
    const href = await figure.getAttribute("href");
    await hand.follows(figure);
    assert.ok(page.url().endsWith(href), page.url());
  }],
  "an auditor verifies the change log": ["auditor", async (hand, page) => {
    await hand.follows('nav a[href="/organisation"]');
    await hand.follows('nav a[href="/journal"]');
    await hand.presses('main form[action="/journal"] button');
    assert.equal(await page.locator('main [role=status][class*="ds-alert"]').count(), 1, await said(page));
  }],
  "an analyst of an association reads a joint figure": ["analyst", async (hand, page) => {
    await hand.follows('nav a[href="/national"]');
    await hand.goesRound();
    await hand.follows('main a[href^="/national/releases/"]');
    assert.equal(await page.locator("dl.facts").count(), 1);
  }],
  "an operator approves a request": ["operator", async (hand, page, script) => {
    const name = `Keyville ${script} ${unique}`;
    const organisation = { kind: "municipality", name: { en: name }, code: `K${script.length}-${unique}`, country: "FI" };
    const contact = { name: "Head", email: `head-${script.length}-${unique}@keyville.example.org`, language: "en" };
    await anybody.post("/subscriptions", { organisation, contact, message: "By keys." });
    await hand.follows('nav a[href="/requests"]');
    await hand.follows(page.getByRole("link", { name }));
    await hand.goesRound();
    await hand.types("[name=note] >> nth=0", "Welcome.");
    await hand.presses(`${SEND} >> nth=0`);
    assert.equal(await page.locator(".secret").count(), 1, await said(page));
  }],
};

for (const script of [true, false]) {
  describe(`by the keyboard alone, ${script ? "with" : "without"} script,`, { concurrency: 2, skip }, () => {
    for (const [name, [role, task]] of Object.entries(TASKS)) {
      test(name, { skip }, async () => {
        const { page, complaints, close } = await visitor(browser, { script, reducedMotion: "reduce" });
        const hand = keyboard(page, { script });
        await step(page, name, async () => {
          await signsIn(hand, page, people[role]);
          await task(hand, page, script ? "with script" : "without script");
        });
        assert.deepEqual(complaints, []);
        await close();
      });
    }
  });
}
