// The README's pictures, taken anew: of what the demo shows to whoever follows the tour.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { after, before, test } from "node:test";

import { as } from "./lib/api.js";
import { openBrowser, PICTURES, signIn, visitor } from "./lib/browser.js";
import { somebody, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
const folder = process.env.SAMVERKA_TEST_PICTURES ?? `${PICTURES}readme`;
const DESK = { width: 1280, height: 800 };
// As far down as the drawing, and as the last of the units that are missing.
const LONG = { ...DESK, height: 1120 };
const LONGER = { ...DESK, height: 1340 };
// A README that takes long to load is not read.
const MOST_BYTES = 150 * 1024;
const planner = somebody("Upplands Väsby", "planner");
const measuring = somebody("Keksivaara", "admin");

let browser;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  mkdirSync(folder, { recursive: true });
});
after(() => browser?.close());

// Who sees what, in which language and how far down. Invented municipalities measure their goals; the others write about them.
const SHOWN = {
  start: [planner, "en", DESK, () => "/"],
  indicator: [measuring, "fi", LONG, async () => `/indicators/${(await (await as(measuring)).first("/indicators")).id}`],
  board: [planner, "en", DESK, () => "/boards/leadership"],
  statements: [planner, "en", LONGER, () => "/statements"],
};

for (const [name, [person, language, viewport, placed]] of Object.entries(SHOWN)) {
  test(`the picture of the page "${name}" is taken, and light enough for a README`, { skip }, async () => {
    const { page, context, close } = await visitor(browser, { viewport, colorScheme: "light", reducedMotion: "reduce" });
    await signIn(page, person);
    await context.addCookies([{ name: "samverka-language", value: language, url: page.url() }]);
    const answer = await page.goto(await placed());
    assert.equal(answer.status(), 200);
    await page.screenshot({ path: `${folder}/${name}.png` });
    assert.ok((await stat(`${folder}/${name}.png`)).size < MOST_BYTES, `${name}.png is too heavy`);
    await close();
  });
}

test("every picture that the README shows is one of these", { skip }, async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const shown = [...readme.matchAll(/!\[[^\]]+\]\(services\/portal\/pictures\/(\w+)\.png\)/g)].map(([, name]) => name);
  assert.ok(shown.length >= 3);
  assert.deepEqual(shown.filter((name) => !SHOWN[name]), []);
});
