// How a form behaves when something is wrong with it, or with the moment it is sent in.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { as } from "./lib/api.js";
import { allRules, bringAxe } from "./lib/axe.js";
import { inEnglish, openBrowser, signIn, visitor } from "./lib/browser.js";
import { accepted, fill, press } from "./lib/forms.js";
import { comesIn } from "./lib/ground.js";
import { somebody, unique, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";
const administrator = somebody("Suupohja", "admin");

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

async function withVisitor(wishes, act) {
  const who = await visitor(browser, wishes);
  try {
    await act(who.page, who);
  } finally {
    await who.close();
  }
}

for (const script of [true, false]) {
  test(`a form with faults comes back filled in and tells them first, ${script ? "with" : "without"} script`, { skip }, async () => {
    await withVisitor({ script }, async (page) => {
      await page.goto("/sign-up");
      await fill(page, { "organisation.name.en": "Testinge", "contact.email": "head@testinge.example.org", message: "Hello" });
      const answer = await press(page, "Send the request");
      assert.equal(answer.status(), 422);
      assert.match(await page.title(), /^Error:/);
      assert.equal(await page.evaluate(() => document.activeElement.id), "faults", "the summary has not the focus");
      assert.equal(await page.evaluate(() => Boolean(document.querySelector("#faults").compareDocumentPosition(document.querySelector("form.form")) & 4)), true);
      assert.equal(await page.locator('[name="organisation.name.en"]').inputValue(), "Testinge");
      assert.equal(await page.locator('[name="contact.email"]').inputValue(), "head@testinge.example.org");
      assert.equal(await page.locator('[name="message"]').inputValue(), "Hello");
      await theSummaryLeadsToTheFields(page);
      if (!script) return; // axe is one itself
      await bringAxe(page);
      assert.deepEqual(await allRules(page), []);
    });
  });
}

/** Each line of the summary is a link to a field that is marked, and says beside it what the summary says. */
async function theSummaryLeadsToTheFields(page) {
  const lines = await page.locator("#faults a").all();
  assert.ok(lines.length >= 3, "country, kind and name were left empty");
  for (const line of lines) {
    const field = page.locator(await line.getAttribute("href"));
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    const described = (await field.getAttribute("aria-describedby")).split(" ");
    const notes = await Promise.all(described.map((id) => page.locator(`#${id}`).innerText()));
    const [, fault] = (await line.innerText()).split(": ");
    assert.ok(notes.some((note) => note.includes(fault)), `${notes} beside the field, "${fault}" in the summary`);
  }
  await lines[0].click();
  const target = await lines[0].getAttribute("href");
  assert.equal(`#${await page.evaluate(() => document.activeElement.id)}`, target, "the link does not lead into the field");
}

test("what a service refuses stands beside its field too", { skip }, async () => {
  await withVisitor({}, async (page) => {
    await page.goto("/sign-up");
    const organisation = { "organisation.country": "FI", "organisation.kind": "municipality", "organisation.name.en": "Testinge", "organisation.code": "T-1" };
    await fill(page, { ...organisation, "contact.name": "Head", "contact.email": "no address" });
    const answer = await press(page, "Send the request");
    assert.equal(answer.status(), 422);
    assert.match(await page.locator("#field-contact-email-fault").innerText(), /name@example\.org/);
  });
});

test("whoever changes what somebody else has just changed is told so, and nothing is lost", { skip }, async () => {
  const api = await as(administrator);
  const before = await api.first("/projects");
  await withVisitor({}, async (first, { context }) => {
    await signIn(first, administrator);
    await inEnglish(first);
    const second = await context.newPage();
    await Promise.all([first, second].map((page) => page.goto(`/projects/${before.id}/edit`)));
    await fill(first, { acronym: `A${unique}` });
    await accepted(first, await press(first, "Save"));
    await fill(second, { acronym: `B${unique}` });
    const answer = await press(second, "Save");
    assert.equal(answer.status(), 412);
    const shown = await second.locator("main").innerText();
    assert.match(shown, /Somebody else saved a change while you were writing/);
    assert.match(await second.locator("#field-acronym-theirs").innerText(), new RegExp(`A${unique}`));
    assert.equal(await second.locator("[name=acronym]").inputValue(), `B${unique}`, "what was typed is gone");
    assert.equal(await second.locator(".theirs").count(), 1, "only what differs is told");
    await bringAxe(second);
    assert.deepEqual(await allRules(second), []);
    assert.equal((await api.get(`/projects/${before.id}`)).acronym, `A${unique}`);
    await accepted(second, await press(second, "Save"));
  });
  assert.equal((await api.get(`/projects/${before.id}`)).acronym, `B${unique}`);
});

for (const script of [true, false]) {
  test(`what was typed in a form outlives the session it was opened in, ${script ? "with" : "without"} script`, { skip }, async () => {
    const name = `Typed ${script ? "with" : "without"} script ${unique}`;
    const { admin } = await comesIn(name);
    await withVisitor({ script }, async (page) => {
      await signIn(page, admin);
      await page.goto("/partners/new");
      await fill(page, { name, kind: "university", country: "EE", notes: "One\n\nTwo" });
      await endsOtherSessions(admin.api);
      const asked = await press(page, "Save");
      assert.equal(asked.status(), 401);
      assert.match(await page.locator("main").innerText(), /Your sign-in had ended/);
      await page.locator("#field-email").fill(admin.email);
      await page.locator("#field-password").fill(admin.password);
      await accepted(page, await press(page, "Sign in"));
      assert.match(await page.locator("main").innerText(), /You are signed in again/);
      await accepted(page, await press(page, "Send what I had typed"));
      assert.equal(await page.locator("h1").innerText(), name);
      assert.match(await page.locator("main").innerText(), /One\s+Two/);
    });
  });
}

/** As if the person had ended every sign-in but the one that asks. */
async function endsOtherSessions(api) {
  const { items } = await api.get("/sessions");
  for (const session of items.filter(({ current }) => !current)) await api.delete(`/sessions/${session.id}`);
}

test("whoever opens a page they may not have is told who can give them the role", { skip }, async () => {
  await withVisitor({}, async (page) => {
    await signIn(page, somebody("Upplands Väsby", "elected"));
    await inEnglish(page);
    const answer = await page.goto("/units/new");
    assert.equal(answer.status(), 403);
    assert.match(await page.locator("main").innerText(), /Those who can give you the role: .+\./);
  });
});

test("a form whose button is pressed twice does its work once", { skip }, async () => {
  const api = await as(administrator);
  const units = async () => (await api.get(`/units?q=Twice%20${unique}`)).items.length;
  await withVisitor({ script: false }, async (page) => {
    await signIn(page, administrator);
    await inEnglish(page);
    await page.goto("/units/new");
    await fill(page, { "name.en": `Twice ${unique}`, kind: "office", valid_from: "2020-01-01" });
    await page.getByRole("button", { name: "Save", exact: true }).dblclick();
    for (let tries = 0; tries < 50 && (await units()) === 0; tries += 1) await page.waitForTimeout(100);
    // The second press is answered by now, or cut short by the browser.
    await page.goto("/units");
  });
  assert.equal(await units(), 1);
});

test("a list is narrowed in place, says how long it is and keeps its address", { skip }, async () => {
  await withVisitor({}, async (page, { complaints }) => {
    await signIn(page, administrator);
    await inEnglish(page);
    await page.goto("/projects");
    await page.evaluate(() => (window.isStill = "the same page"));
    await page.locator("#filters select[name=kind]").selectOption("own");
    await page.waitForURL(/kind=own/);
    await page.waitForFunction(() => /\d+ projects?/.test(document.querySelector("#announcement").textContent));
    assert.equal(await page.evaluate(() => window.isStill), "the same page");
    const shown = await page.locator("#results [data-announce]").innerText();
    assert.equal(await page.locator("#announcement").innerText(), shown);
    await page.reload();
    assert.equal(await page.locator("#results [data-announce]").innerText(), shown);
    assert.deepEqual(complaints, []);
  });
});
