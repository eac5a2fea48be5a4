// From asking for a subscription to a downloaded follow-up, in both ways to run.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openBrowser } from "./lib/browser.js";
import { way } from "./lib/installation.js";
import { journey } from "./lib/journey.js";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

test("a municipality comes in and locks its first follow-up, with script", { skip: way !== "embedded" && "once is enough" }, async () => {
  assert.deepEqual(await journey(browser, { script: true }), []);
});

test("a municipality comes in and locks its first follow-up, without script", async () => {
  assert.deepEqual(await journey(browser, { script: false }), []);
});
