// Five municipalities give their association a figure; it is released and read; one takes its own back, and it is gone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { leaves, openBrowser, signIn, step, visitor } from "./lib/browser.js";
import { choose, fill, follow, press, send } from "./lib/forms.js";
import { comesIn, joins, onceHeardOf } from "./lib/ground.js";
import { unique } from "./lib/installation.js";

const YEAR = new Date().getFullYear() - 1;
const NAME = `Leaving ${unique}`;
const PROJECT = `Language café ${unique}`;
const main = (page) => page.locator("main");

let browser;
let ground;
before(async () => {
  browser = await openBrowser();
  ground = await laid();
});
after(() => browser?.close());

/** An association, and municipalities with visits of last year; all but the one that leaves give them by the API. */
async function laid() {
  const association = await comesIn(`Association ${unique}`, "association");
  const analyst = await joins(association, "analyst");
  const givers = [];
  for (const [n, visits] of [3, 4, 3, 4, 3].entries()) {
    const giver = await comesIn(n === 0 ? NAME : `Staying ${n} ${unique}`);
    const unit = await giver.admin.api.post("/units", { name: { en: "Office" }, kind: "office", valid_from: "2000-01-01" });
    const planner = await joins(giver, "planner");
    const period = { from: `${YEAR}-03-01`, to: `${YEAR}-03-05` };
    const visit = { kind: "visit", title: { en: "A visit" }, country: "SE", unit_id: unit.id, period,
      participants: [{ group: "employees", count: { value: "10", exactness: "exact" } }] };
    for (let made = 0; made < visits; made += 1) await onceHeardOf(() => planner.api.post("/activities", visit));
    if (n === 0) await planner.api.post("/projects", { title: { en: PROJECT }, kind: "eu", role: "lead", owner_unit_id: unit.id, period });
    else await giver.admin.api.post("/sharing-agreements", { viewer_id: association.id, dataset: "activities", level: "aggregate",
      valid_from: `${YEAR}-01-01`, decision: { body: { en: "Municipal board" }, decided_on: `${YEAR - 1}-12-10` } });
    givers.push(giver);
  }
  return { association, analyst, leaving: givers[0] };
}

/** Gives the association a dataset, as the administrator of the one that will leave. */
async function gives(page, dataset, level) {
  await page.goto("/sharing/new");
  await choose(page, "viewer_id", ground.association.name);
  await fill(page, { dataset, level, valid_from: `${YEAR}-01-01`, "decision.body.en": "Municipal board", "decision.decided_on": `${YEAR - 1}-12-10` });
  await send(page, {}, "Share the data");
  assert.match(await main(page).innerText(), /The data is shared now/);
  return new URL(page.url()).pathname;
}

async function takesBack(page, agreement) {
  await page.goto(agreement);
  await follow(page, "Withdraw the agreement");
  await send(page, { reason: "The council decided anew." }, "Withdraw the agreement");
  assert.match(await main(page).innerText(), /no longer sees the data/);
}

async function releases(page, measure) {
  await page.goto("/national/release");
  await fill(page, { measure, period: String(YEAR) });
  await press(page, "Release for good");
}

/** What the table of joint figures says of a measure last year. */
async function figure(page, measure) {
  await page.goto("/national");
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: measure, exact: true }) }).first();
  return (await row.getByRole("cell").first().innerText()).split("\n")[0];
}

test("what is given is counted and seen, and what is taken back is gone with the next page", async () => {
  const giving = await visitor(browser);
  const looking = await visitor(browser);
  try {
    await signIn(giving.page, ground.leaving.admin);
    await signIn(looking.page, ground.analyst);
    const counted = await step(giving.page, "giving activities in totals", () => gives(giving.page, "activities", "aggregate"));
    const named = await step(giving.page, "giving projects by name", () => gives(giving.page, "projects", "named"));
    await step(looking.page, "releasing a figure", async () => {
      await releases(looking.page, "activities");
      assert.match(await main(looking.page).innerText(), /The figure has been released/);
      assert.equal(await figure(looking.page, "Visits, exchanges and other activities"), "17");
    });
    await step(looking.page, "seeing a project by name", () =>
      onceHeardOf(async () => {
        await looking.page.goto("/shared/projects");
        assert.match(await main(looking.page).innerText(), new RegExp(PROJECT));
      }));
    await step(giving.page, "taking the projects back", () => takesBack(giving.page, named));
    await step(looking.page, "seeing them gone", async () => {
      const shown = await leaves(looking.page, () => looking.page.reload());
      assert.equal(shown.status(), 200);
      const text = await main(looking.page).innerText();
      assert.ok(!text.includes(PROJECT) && !text.includes(NAME), text);
    });
    await step(giving.page, "taking the activities back", () => takesBack(giving.page, counted));
    await step(looking.page, "what was released stands, what was not is too little now", async () => {
      assert.equal(await figure(looking.page, "Visits, exchanges and other activities"), "17");
      await releases(looking.page, "participants");
      assert.match(await main(looking.page).innerText(), /The figure cannot be shown/);
      assert.equal(await figure(looking.page, "Participants in activities"), "Not shown");
    });
    assert.deepEqual([...giving.complaints, ...looking.complaints], []);
  } finally {
    await Promise.all([giving.close(), looking.close()]);
  }
});
