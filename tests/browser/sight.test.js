// For eyes that need other colours, larger letters or less motion: nothing is lost on a page of any kind.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { addresses, READERS } from "./lib/addresses.js";
import { openBrowser, PICTURES, signIn, visitor } from "./lib/browser.js";
import { way } from "./lib/installation.js";
import { cutOff, moving, ONE_OF_EACH, overflowing, unmarked, unreadable, unseen } from "./lib/sight.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
// One page for each template that the portal has.
const KINDS = ["/sign-in", "/sign-up", "/api/docs/{resource}", "/requests/{subscription}", "/", "/search?q=kunta", "/goals", "/goals/coverage", "/goals/status", "/goals/{goal}", "/goals/{goal}/edit", "/values",
  "/indicators/{indicator}", "/policies/{policy}/compare", "/statements", "/statements/{statement}", "/projects", "/projects/{project}", "/projects/new", "/applications/{application}/financing", "/activities/map",
  "/networks/by-theme", "/networks/{network}", "/reports/{report}", "/reports/{report}/figures/{figure}", "/boards/leadership", "/national", "/sharing/{sharing}", "/people", "/themes", "/roles", "/organisation/colours", "/journal",
  "/history/project/{project}"];
const WIDE = { width: 1280, height: 900 };
const pictured = (path, how) => `${PICTURES}${how}-${path.replaceAll(/\W+/g, "-").replaceAll(/^-|-$/g, "") || "start"}.png`;

let browser;
let pages;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  pages = (await addresses()).filter(({ path }) => KINDS.includes(path));
  assert.equal(pages.length, KINDS.length, "a page of the choice is no longer there");
});
after(() => browser?.close());

/** Opens each of the pages once in a window of its reader, and gathers what is wrong with any. */
async function everywhere(wishes, look) {
  const faults = [];
  for (const [reader, person] of Object.entries(READERS)) {
    const { page, close } = await visitor(browser, { viewport: WIDE, ...wishes });
    if (person) await signIn(page, person);
    for (const { path, address } of pages.filter((one) => one.reader === reader)) {
      await page.goto(address);
      faults.push(...(await look(page, path)).map((fault) => `${path}: ${fault}`));
    }
    await close();
  }
  assert.equal(faults.length, 0, `${faults.length} faults\n${faults.join("\n")}`);
}

test("with letters of twice the size every page keeps its width, and no words are cut off", { skip, timeout: 180_000 }, () =>
  everywhere({}, async (page, path) => {
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    const faults = [];
    // A desk's window, and half of it.
    for (const width of [1280, 640]) {
      await page.setViewportSize({ ...WIDE, width });
      const found = [...(await page.evaluate(overflowing)), ...(await page.evaluate(cutOff))];
      faults.push(...found.map((fault) => `${fault} (${width} px)`));
    }
    await page.screenshot({ path: pictured(path, "large") });
    await page.setViewportSize(WIDE);
    return faults;
  }));

// What the person's own colours are, and what was chosen at the foot of the page.
const FORCED = [["light", "auto"], ["dark", "auto"], ["dark", "light"], ["light", "dark"]];

test("in forced colours the focus, the marks of state and the words in pictures are seen", { skip, timeout: 180_000 }, async () => {
  const kinds = new Set();
  await everywhere({ forcedColors: "active", reducedMotion: "reduce" }, async (page, path) => {
    assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
    const faults = await page.evaluate(overflowing);
    for (const [colorScheme, chosen] of FORCED) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate((scheme) => (document.documentElement.dataset.colorScheme = scheme), chosen);
      const found = [...(await page.evaluate(unmarked)), ...(await page.evaluate(unreadable))];
      faults.push(...found.map((fault) => `${fault} (${colorScheme}, ${chosen} chosen)`));
    }
    await page.screenshot({ path: pictured(path, "forced") });
    return [...faults, ...(await unseen(page, kinds))];
  });
  assert.deepEqual([...kinds].sort(), [...ONE_OF_EACH].sort(), "a kind of control was on none of the pages");
});

test("whoever wishes for less motion sees none", { skip, timeout: 120_000 }, () =>
  everywhere({ reducedMotion: "reduce" }, (page) => page.evaluate(moving)));
