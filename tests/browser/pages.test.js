// Every page, in every language, light and dark, wide and narrow.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { addresses, READERS } from "./lib/addresses.js";
import { openBrowser, PICTURES, signIn, visitor } from "./lib/browser.js";
import { way } from "./lib/installation.js";
import { round } from "./lib/round.js";

// The pages are the same in either way to run: one is looked at where the suite is taken apart, all where it is whole.
const everywhere = way === "embedded";
const ONE = "/projects/{project}";
const PICTURED = { "/": "start", "/projects": "projects", "/reports/{report}": "follow-up" };

let browser;
let pages;
const sessions = {};

before(async () => {
  browser = await openBrowser();
  const all = await addresses();
  pages = everywhere ? all : all.filter((page) => page.path === ONE);
  for (const reader of new Set(pages.map((page) => page.reader))) sessions[reader] = await sessionOf(READERS[reader]);
});
after(() => browser?.close());

/** Signed in once: the other windows take over the cookies. */
async function sessionOf(person) {
  if (!person) return undefined;
  const who = await visitor(browser);
  await signIn(who.page, person);
  const state = await who.context.storageState();
  await who.close();
  return state;
}

async function pictured(page, path, language, width) {
  if (PICTURED[path] && everywhere) await page.screenshot({ path: `${PICTURES}${PICTURED[path]}-${language}-${width}.png`, fullPage: true });
}

describe("nothing is wrong with any page", { concurrency: true }, () => {
  for (const [language, name] of Object.entries({ fi: "Finnish", sv: "Swedish", en: "English" })) {
    test(`in ${name}`, { skip: !everywhere && language !== "sv" && "one language is enough here" }, async () => {
      const faults = await round(browser, language, pages, sessions, pictured);
      assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
    });
  }
});
