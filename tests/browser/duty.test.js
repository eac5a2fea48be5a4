// A unit head's yearly duty: a statement, two values, one activity, in at most twelve clicks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { inEnglish, leaves, openBrowser, step, visitor } from "./lib/browser.js";
import { accepted } from "./lib/forms.js";
import { comesIn, onceHeardOf, schoolInDuty } from "./lib/ground.js";
import { unique, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
const YEAR = new Date().getFullYear();
const MOST_CLICKS = 12;
const MOST_MINUTES = 5;
const main = (page) => page.locator("main");

let browser;
before(async () => {
  if (!skip) browser = await openBrowser();
});
after(() => browser?.close());

/** Counts what a hand on a mouse does: a press of a link, a button or a box is one click, a choice from a list is two. */
function counting(page) {
  let clicks = 0;
  return {
    follows: (words) => ((clicks += 1), leaves(page, () => page.getByRole("link", { name: words }).first().click())),
    presses: (words) => ((clicks += 1), leaves(page, () => page.getByRole("button", { name: words, exact: true }).click())),
    ticks: (field) => ((clicks += 1), page.locator(field).check()),
    chooses: (field, value) => ((clicks += 2), page.locator(field).selectOption(value)),
    clicks: () => clicks,
  };
}

for (const script of [true, false]) {
  test(`a unit head does the year's duty in at most ${MOST_CLICKS} clicks, ${script ? "with" : "without"} script`, { skip }, async () => {
    const town = await comesIn(`Dutiful ${script ? "with" : "without"} script ${unique}`);
    const { head: ground } = await schoolInDuty(town, YEAR);
    const who = await visitor(browser, { script });
    const { page } = who;
    const hand = counting(page);
    await page.goto("/sign-in");
    await inEnglish(page);
    const began = Date.now();
    await step(page, "signing in", async () => {
      await page.locator("#field-email").fill(ground.email);
      await page.locator("#field-password").fill(ground.password);
      await hand.presses("Sign in");
    });
    await step(page, "the statement", async () => {
      await hand.follows(`Submit the statement for ${YEAR}: River School`);
      await page.locator('[name="text.en"]').fill("Every class has a class abroad that it writes to.");
      await hand.ticks("[name=submit]");
      await accepted(page, await hand.presses("Save"));
      assert.match(await main(page).innerText(), /The statement has been submitted/);
    });
    await step(page, "two values", async () => {
      await hand.follows("Enter values in a grid");
      await page.getByLabel("Value: Pupils abroad").fill("12");
      await page.getByLabel("Value: Pupils hosted").fill("7");
      await accepted(page, await hand.presses("Save all"));
      assert.match(await main(page).innerText(), /The values have been saved/);
    });
    await step(page, "one activity", async () => {
      await hand.follows("Start");
      await hand.follows("Add a visit or an exchange");
      await hand.chooses("[name=kind]", "pupil_exchange");
      await page.locator('[name="title.en"]').fill("A week in Tartu");
      await page.locator('[name="period.from"]').fill(`${YEAR}-05-04`);
      await accepted(page, await hand.presses("Save"));
      assert.equal(await page.locator("h1").innerText(), "A week in Tartu");
    });
    assert.ok(hand.clicks() <= MOST_CLICKS, `it took ${hand.clicks()} clicks`);
    assert.ok(Date.now() - began < MOST_MINUTES * 60_000);
    await onceHeardOf(async () => assert.equal((await ground.api.get("/dashboards/start")).items.length, 0));
    assert.deepEqual(who.complaints, []);
    await who.close();
  });
}
