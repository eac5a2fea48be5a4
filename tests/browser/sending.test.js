// Every form that changes, adds or deletes a thing, sent once as its reader finds it: what a page shows of a thing is what its service takes back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { addresses, READERS } from "./lib/addresses.js";
import { leaves, openBrowser, signIn, visitor } from "./lib/browser.js";
import { unique, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the forms are the same in either way to run";
// Told by stories of their own: what a person does to its own account, what is decided for good, what is shared; and what the
// things at hand do not allow: they are decided, or not yet.
const TOLD_ELSEWHERE = /^\/(sign-|forgotten|reset|invitation|profile|sessions|second-factor|step-up|organisations|requests|erasures|national|sharing|people\/\{person\}|search|values|reports\/new|api)|\/(step|merge|correct|financing)$|\/editions\/new$/;
const CHANGES = /\/(edit|rename|levels|thresholds|notices)$/;
const ADDS = /\/new$/;
// Made for these tests; the demo's own things stay.
const DELETES = /^\/(activities|partners|networks|themes|assignments|taxonomies|webhooks)\/.*\/delete$/;
/** What not just anything will do for: the last day of a key, and where nobody answers. */
const AHEAD_OF_ALL = {
  ends_on: new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10),
  url: "http://127.0.0.1:9/samverka",
};

let browser;
let pages;
const readers = {};

before(async () => {
  if (skip) return;
  browser = await openBrowser();
  pages = (await addresses()).filter(({ path }) => !TOLD_ELSEWHERE.test(path));
});
after(() => browser?.close());

/** The window of one reader, without script: what is sent is what the form itself says. */
async function windowOf(reader) {
  if (!readers[reader]) {
    readers[reader] = await visitor(browser, { script: false });
    await signIn(readers[reader].page, READERS[reader]);
  }
  return readers[reader].page;
}

/** Fills in what must be said and is not said yet, with the least that can be said. */
async function sayTheLeast(page) {
  const form = page.locator("main form.form");
  for (const field of await form.locator(".ds-field:not(fieldset .ds-field), fieldset").all()) {
    const label = field.locator("> .ds-label, > legend");
    if (!(await label.count()) || (await label.first().locator(".optional").count())) continue;
    const inputs = field.locator("input:not([type=hidden]), select, textarea");
    if (!(await inputs.count())) continue;
    const input = inputs.first();
    if (!(await input.isVisible())) continue;
    const [tag, type, value] = await input.evaluate((element) => [element.localName, element.type, element.value]);
    if (type === "checkbox") {
      // Of several ticks that can be made, one has to be.
      if ((await inputs.count()) > 1 && !(await field.locator("input:checked").count())) await input.check();
      continue;
    }
    if (value) continue;
    const name = await input.getAttribute("name");
    if (name in AHEAD_OF_ALL) await input.fill(AHEAD_OF_ALL[name]);
    else if (tag === "select") await input.selectOption({ index: 1 });
    else if (type === "date") await input.fill("2026-01-01");
    else if (type === "email") await input.fill(`somebody-${unique}@example.org`);
    else if (["numeric", "decimal"].includes(await input.getAttribute("inputmode"))) await input.fill("1");
    else await input.fill(name === "code" ? `C-${unique.toUpperCase()}` : `Said ${unique}`);
  }
  // One of two has to be said here: our own unit, or an organisation outside.
  const unit = form.locator('select[name="accountable_unit_id"]');
  if ((await unit.count()) && !(await unit.inputValue())) await unit.selectOption({ index: 1 });
}

/** Opens the form, sends it, and tells what was wrong: nothing, when it was taken. */
async function sent({ path, address, reader }) {
  const page = await windowOf(reader);
  const opened = await page.goto(address);
  if (opened.status() !== 200) return `${path}: answered ${opened.status()}`;
  const form = page.locator("main form.form");
  if ((await form.count()) !== 1) return `${path}: has ${await form.count()} forms`;
  await sayTheLeast(page);
  const answer = await leaves(page, () => form.locator("button[type=submit]").last().click());
  const faults = await page.locator("#faults li").allInnerTexts();
  const taken = answer.ok() && !faults.length;
  return taken ? null : `${path}: ${answer.status()} ${faults.join(" | ") || (await page.locator("h1").innerText())}`;
}

async function allSent(which) {
  const wrong = [];
  for (const page of pages.filter(({ path }) => which.test(path))) wrong.push(await sent(page));
  assert.ok(wrong.length > 5, `only ${wrong.length} forms were found`);
  const told = wrong.filter(Boolean);
  assert.equal(told.length, 0, `\n${told.join("\n")}`);
}

test("a form that changes a thing is taken back as it was shown", { skip }, () => allSent(CHANGES));

test("a form that adds a thing is taken with the least that can be said", { skip }, () => allSent(ADDS));

test("what was made can be deleted, or it is said in words why not", { skip }, async () => {
  const deleting = pages.filter(({ path }) => DELETES.test(path)).sort((one, other) => other.path.length - one.path.length);
  assert.ok(deleting.length >= 6);
  for (const { path, address, reader } of deleting) {
    const page = await windowOf(reader);
    await page.goto(address);
    const answer = await leaves(page, () => page.locator("main form button[type=submit]").last().click());
    const words = await page.locator("main").innerText();
    if (answer.ok()) assert.match(words, /Poistettu|Borttaget|Deleted/, path);
    else assert.ok(answer.status() === 422 && (await page.locator("#faults li").count()), `${path}: ${answer.status()} ${words.slice(0, 300)}`);
  }
});
