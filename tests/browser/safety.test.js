// What keeps a person safe in the browser: sessions, tokens, cookies, the policy for scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { leaves, openBrowser, signIn, visitor } from "./lib/browser.js";
import { somebody, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
const reader = somebody("Suupohja", "reader");

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

async function withVisitor(act) {
  const who = await visitor(browser);
  try {
    await act(who.page, who);
  } finally {
    await who.close();
  }
}

const pathOf = (page) => page.url().slice(new URL(page.url()).origin.length);

test("whoever is not signed in is asked to, and then comes to the page that was wanted", { skip }, async () => {
  await withVisitor(async (page) => {
    await page.goto("/projects?kind=eu");
    assert.equal(pathOf(page), "/sign-in?return=%2Fprojects%3Fkind%3Deu");
    await signIn(page, reader);
    assert.equal(pathOf(page), "/projects?kind=eu");
  });
});

test("signing out ends the session, even for a copy of its cookie", { skip }, async () => {
  await withVisitor(async (page, { context }) => {
    await signIn(page, reader);
    const kept = await context.cookies();
    await leaves(page, () => page.locator('form[action="/sign-out"] button').click());
    assert.equal(pathOf(page), "/sign-in?done=signed-out");
    assert.equal((await context.cookies()).some(({ name }) => name === "samverka"), false);
    await page.goto("/goals");
    assert.match(pathOf(page), /^\/sign-in\?return=/);
    await context.addCookies(kept);
    await page.goto("/goals");
    assert.match(pathOf(page), /^\/sign-in\?return=/);
  });
});

test("cookies are out of reach of scripts and of other sites", { skip }, async () => {
  await withVisitor(async (page, { context }) => {
    await signIn(page, reader);
    const cookies = await context.cookies();
    assert.ok(cookies.some(({ name }) => name === "samverka"));
    for (const { name, httpOnly, sameSite, path } of cookies) {
      assert.deepEqual({ httpOnly, sameSite, path }, { httpOnly: true, sameSite: "Lax", path: "/" }, name);
    }
    assert.equal(await page.evaluate(() => document.cookie), "");
  });
});

test("a form with a forged token is refused", { skip }, async () => {
  await withVisitor(async (page) => {
    await signIn(page, reader);
    await withVisitor(async (stranger) => {
      await stranger.goto("/sign-in");
      const foreign = await stranger.locator('form.form input[name="token"]').inputValue();
      await page.locator('form[action="/sign-out"] input[name="token"]').evaluate((field, token) => (field.value = token), foreign);
    });
    const answer = await leaves(page, () => page.locator('form[action="/sign-out"] button').click());
    assert.equal(answer.status(), 403);
    await page.goto("/projects");
    assert.equal(pathOf(page), "/projects", "the forged form has signed its victim out");
  });
});

test("a script that somebody smuggles into a page does not run", { skip }, async () => {
  await withVisitor(async (page, { complaints }) => {
    const answer = await page.goto("/sign-in");
    const policy = answer.headers()["content-security-policy"];
    assert.doesNotMatch(policy, /unsafe-/);
    assert.match(policy, /script-src 'nonce-[0-9a-f]{32}'/);
    assert.deepEqual(complaints, []);
    const refused = page.waitForEvent("console", (message) => message.text().includes("Content Security Policy"));
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.smuggled = true";
      document.body.append(script);
    });
    await refused;
    assert.equal(await page.evaluate(() => window.smuggled), undefined);
  });
});
