// A real Chromium, and people who use it.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { address, chromiumPath, way } from "./installation.js";

// Playwright gives each start a profile of its own and removes it at the end.
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Pictures for people to look at: not compared with anything. */
export const PICTURES = fileURLToPath(new URL("../../../.local/screenshots/", import.meta.url));

export async function openBrowser() {
  mkdirSync(PICTURES, { recursive: true });
  return chromium.launch({ executablePath: chromiumPath, args: FLAGS });
}

/** Somebody with a browser window of their own: `page` in it, and what its console complained of in `complaints`. */
export async function visitor(browser, { script = true, locale = "en-GB", ...wishes } = {}) {
  const context = await browser.newContext({ baseURL: address, javaScriptEnabled: script, locale, acceptDownloads: true, ...wishes });
  context.setDefaultTimeout(15_000);
  const complaints = [];
  context.on("console", (message) => {
    // A page that is told with 4xx is logged by the browser too; the tests look at those pages themselves.
    const expected = message.text().startsWith("Failed to load resource") && message.location().url === message.page()?.url();
    if (["error", "warning"].includes(message.type()) && !expected) complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (fault) => complaints.push(String(fault.error())));
  const page = await context.newPage();
  return { context, page, complaints, close: () => context.close() };
}

export async function signIn(page, person) {
  if (!page.url().includes("/sign-in")) await page.goto("/sign-in");
  await page.locator("#field-email").fill(person.email);
  await page.locator("#field-password").fill(person.password);
  await leaves(page, () => page.locator("form.form button[type=submit]").click());
  assert.ok(!page.url().includes("/sign-in"), `${person.email} could not sign in: ${await page.locator("main").innerText()}`);
}

/** Does something that loads a page, and waits until that page is there. Gives its answer. */
export async function leaves(page, act) {
  const answered = page.waitForResponse((answer) => answer.request().isNavigationRequest() && (answer.status() < 300 || answer.status() >= 400));
  const [answer] = await Promise.all([answered, page.waitForEvent("domcontentloaded"), act()]);
  return answer;
}

/** Switches the pages to English, whatever the profile wishes: the stories are written in it. */
export async function inEnglish(page) {
  await leaves(page, () => page.getByRole("button", { name: "English", exact: true }).click());
}

/** Runs one step of a story. A failure says where it happened, and leaves a picture. */
export async function step(page, name, act) {
  try {
    return await act();
  } catch (fault) {
    const picture = `${PICTURES}failed-${way}-${name.replaceAll(/\W+/g, "-")}.png`;
    const shown = await page.locator("main").innerText({ timeout: 2000 }).catch(() => "nothing");
    await page.screenshot({ path: picture, fullPage: true }).catch(() => {});
    throw new Error(`"${name}" failed at ${page.url()}: ${fault.message}\nThe page shows:\n${shown.slice(0, 1500)}`, { cause: fault });
  }
}

/** Somebody signs in with a browser of their own and acts there, without a complaint of the page. */
export async function signedInAs(browser, person, script, act) {
  const who = await visitor(browser, { script });
  try {
    await signIn(who.page, person);
    await act(who.page);
    assert.deepEqual(who.complaints, []);
  } finally {
    await who.close();
  }
}
