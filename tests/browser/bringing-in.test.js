// A planner brings in a table of values: sends it, says what its columns hold, sees what is wrong, enters the rest.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { leaves, openBrowser, signedInAs } from "./lib/browser.js";
import { follow, press } from "./lib/forms.js";
import { comesIn, joins, onceHeardOf } from "./lib/ground.js";
import { unique, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
const said = (page) => page.locator("main").innerText();

let browser;
let ground;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  ground = await laid();
});
after(() => browser?.close());

/** A municipality that counts its exchanges, year by year. */
async function laid() {
  const town = await comesIn(`Bringing ${unique}`);
  const name = { en: "Office of culture" };
  const unit = await town.admin.api.post("/units", { name, kind: "office", valid_from: "2000-01-01" });
  const planner = await joins(town, "planner");
  const indicator = { name: { en: "Exchanges" }, unit_of_measure: { en: "journeys" }, direction: "up", kind: "number", decimals: 0, frequency: "month", owner_unit_id: unit.id };
  await onceHeardOf(() => planner.api.post("/indicators", indicator));
  return { planner };
}

/** Fifty years of months, the last line faulty. */
const table = (from) => {
  const period = (n) => `${from + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`;
  const months = Array.from({ length: 600 }, (_, n) => `exchanges;office of culture;${period(n)};1 2${n % 10},0;surely\r\n`);
  return `Measure;Unit;Month;Value;Remark\r\n${months.join("")}Exchanges;Harbour;${period(0)};1;\r\n`;
};

/** Until nobody works on the table any more: by itself where script runs, else by the link. */
async function rests(page, script, state) {
  for (let turn = 0; turn < 60; turn += 1) {
    if ((await page.locator("#import .ds-tag").innerText()) === state) return;
    if (script) await page.waitForTimeout(500);
    else await page.reload();
  }
  assert.fail(`the table is not ${state}: ${await said(page)}`);
}

async function sends(page, name, text) {
  await page.locator("#import-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text, "utf8") });
  await leaves(page, () => page.getByRole("button", { name: "Upload", exact: true }).click());
}

for (const [script, from] of [[true, 1900], [false, 1950]]) {
  test(`a table is sent, checked and entered, ${script ? "with script" : "without script"}`, { skip }, () =>
    signedInAs(browser, ground.planner, script, async (page) => {
      await page.goto("/indicators");
      await follow(page, "Import values");
      await press(page, "Upload");
      assert.match(await said(page), /Choose a file first/);
      await sends(page, "picture.csv", "\u0000PNG");
      assert.match(await said(page), /no table that can be read/);

      await sends(page, `values-${from}.csv`, table(from));
      assert.equal(await page.locator("h1").innerText(), `values-${from}.csv`);
      await press(page, "Check the lines");
      assert.match(await said(page), /Say which column holds the indicator/);
      await page.locator("#column-0").selectOption("indicator");
      await page.locator("#column-2").selectOption("period");
      await press(page, "Check the lines");
      await rests(page, script, "Checked");
      assert.match(await said(page), /Would be entered\s+600/);
      assert.match(await page.locator("#import tbody tr").first().innerText(), /602\s+Unit\s+/);

      await press(page, "Enter the values");
      assert.match(await said(page), /tick that they are left out/);
      await page.locator("#leave-out").check();
      await press(page, "Enter the values");
      await rests(page, script, "Entered");
      assert.match(await said(page), /Entered\s+600/);
      const { items } = await ground.planner.api.get(`/indicator-values?period=${from}-01`);
      assert.deepEqual(items.map((value) => [value.value, value.unit_id === null]), [["120.0", false]]);

      await follow(page, "All your tables");
      await follow(page, `values-${from}.csv`);
      await press(page, "Delete this table");
      assert.match(await said(page), /You have not uploaded a table yet/);
    }));
}
