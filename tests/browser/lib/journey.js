// The main journey, as people take it through the pages: from asking for a subscription to a follow-up in the hand.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { inEnglish, leaves, signIn, step, visitor } from "./browser.js";
import { accepted, choose, fill, follow, press, send } from "./forms.js";
import { operator, unique } from "./installation.js";
import { linkTo } from "./letters.js";

// The day it is where the new organisation lives; its own first steps are dated so.
const TODAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" }).format(new Date());
const YEAR = TODAY.slice(0, 4);
const main = (page) => page.locator("main");

/** Takes the whole journey in a new organisation. What the browser complained of on the way is given back. */
export async function journey(browser, { script }) {
  const name = `Testinge ${script ? "with" : "without"} script ${unique}`;
  const email = `head-${script ? "with" : "without"}-${unique}@testinge.example.org`;
  const code = `${script ? "W" : "N"}-${unique}`;
  const [head, decider] = [await visitor(browser, { script }), await visitor(browser, { script })];
  try {
    const { page } = head;
    await step(page, "asking for a subscription", () => asks(page, name, email, code));
    await step(decider.page, "approving the request", () => approves(decider.page, name));
    await step(page, "accepting the invitation", () => accepts(page, email));
    await step(page, "the first unit", () => adds(page, "/units", "Add a unit", { "name.en": "Office of culture", kind: "office", valid_from: `${YEAR}-01-01` }));
    await step(page, "the first goal", () => setsGoal(page));
    await step(page, "an indicator and its value", () => measures(page));
    await step(page, "a unit's statement", () => states(page));
    await step(page, "a project", () => starts(page));
    await step(page, "its application", () => applies(page));
    await step(page, "the yearly follow-up", () => reports(page));
    return [...head.complaints, ...decider.complaints];
  } finally {
    await Promise.all([head.close(), decider.close()]);
  }
}

async function asks(page, name, email, code) {
  await page.goto("/");
  assert.match(page.url(), /\/sign-in/);
  await follow(page, "Request Samverka for your organisation");
  const organisation = { "organisation.country": "FI", "organisation.kind": "municipality", "organisation.name.en": name, "organisation.code": code };
  const contact = { "contact.name": "Head of Testinge", "contact.email": email, message: "We would like to begin." };
  await send(page, { ...organisation, ...contact }, "Send the request");
  assert.match(page.url(), /\/sign-up\/thank-you$/);
}

async function approves(page, name) {
  await signIn(page, operator);
  await inEnglish(page);
  await page.goto("/requests?status=requested");
  await follow(page, name);
  await fill(page, { note: "Welcome." });
  await accepted(page, await press(page, "Approve"));
  assert.match(await main(page).innerText(), /The request has been approved/);
}

async function accepts(page, email) {
  const link = new URL(await linkTo("/invitation", email));
  await page.goto(link.pathname + link.search);
  await send(page, { name: "Head of Testinge", password: "a sentence of a few words" }, "Accept the invitation");
  assert.equal(new URL(page.url()).pathname, "/");
  assert.match(await main(page).innerText(), /My next steps/);
}

async function adds(page, list, words, values) {
  await page.goto(list);
  await follow(page, words);
  await send(page, values);
  assert.match(await main(page).innerText(), /Added\./);
}

async function setsGoal(page) {
  await page.goto("/");
  await follow(page, "Add a goal");
  await choose(page, "level", "Goal");
  await choose(page, "accountable_unit_id", "Office of culture");
  await send(page, { "title.en": "Every pupil has been abroad once", "period.from": `${YEAR}-01-01`, to_be_measured: true });
  assert.equal(await page.locator("h1").innerText(), "Every pupil has been abroad once");
}

async function measures(page) {
  await follow(page, "Add an indicator");
  await choose(page, "owner_unit_id", "Office of culture");
  const kind = { kind: "ratio", direction: "up", frequency: "year" };
  const share = { "numerator.en": "pupils with an experience abroad", "denominator.en": "all pupils" };
  await send(page, { "name.en": "Pupils who have been abroad", "unit_of_measure.en": "per cent", ...kind, ...share });
  await leaves(page, () => page.getByRole("link", { name: /^Enter a value/ }).click());
  await send(page, { numerator: "812", denominator: "1 015", provenance: "the schools' register" });
  assert.match(await main(page).innerText(), /812 of 1015/);
}

async function states(page) {
  await page.goto("/statements");
  await follow(page, "Open a round");
  await send(page, { year: YEAR, due_on: `${YEAR}-12-31` });
  await page.goto("/");
  await follow(page, `Submit the statement for ${YEAR}: Office of culture`);
  await fill(page, { "text.en": "Exchange with our twin town has changed how we teach.", submit: true });
  await accepted(page, await press(page, "Save"));
  const shown = await main(page).innerText();
  assert.match(shown, /The statement has been submitted/);
  await page.goto("/statements");
  assert.match(await main(page).innerText(), /1 of 1 statements submitted/);
}

async function starts(page) {
  await page.goto("/projects");
  await follow(page, "Add a project");
  await choose(page, "owner_unit_id", "Office of culture");
  const period = { "period.from": `${YEAR}-01-01`, "period.to": `${YEAR}-12-31` };
  const content = { "summary.en": "Schools visit schools.", "resident_benefit.en": "Pupils know a second language.", "work_packages.0.title.en": "Visits" };
  await send(page, { "title.en": "Schools across the border", kind: "eu", role: "lead", total_cost: "100000", ...period, ...content });
  assert.equal(await page.locator("h1").innerText(), "Schools across the border");
}

async function applies(page) {
  const project = page.url().split("?")[0];
  await follow(page, "Add an application");
  await send(page, { call: `Call of ${YEAR}`, applied: "60 000,00" });
  await follow(page, "Edit the financing plan");
  const source = (row, source, amount) => ({ [`sources.${row}.source`]: source, [`sources.${row}.kind`]: "cash", [`sources.${row}.amount`]: amount });
  await send(page, { total: "100000", ...source(0, "eu", "60000"), ...source(1, "own", "40000") });
  for (const to of ["go", "preparing", "submitted", "approved"]) {
    await follow(page, "Record the next stage");
    const decision = to === "approved" ? { granted: "60000", decided_by: "Managing authority" } : {};
    await send(page, { to, on: TODAY, ...decision });
  }
  assert.equal(page.url().split("?")[0], project);
  const shown = await main(page).innerText();
  assert.match(shown, /Granted\s+€60,000/);
  assert.doesNotMatch(shown, /does not add up/);
}

async function reports(page) {
  await page.goto("/reports");
  await follow(page, "Draft a follow-up");
  await send(page, { year: YEAR }, "Compile the draft");
  await holds(page, { eu_projects: "1", applications_submitted: "1", applications_approved: "1", statements_submitted: "1", goals: "1" });
  await opensItsList(page, "eu_projects", "Schools across the border");
  await follow(page, "Edit the texts");
  await send(page, { "parts.0.text": "One project began, and it was granted what it asked for." });
  assert.match(await main(page).innerText(), /it was granted what it asked for/);
  await accepted(page, await press(page, "Lock"));
  assert.match(await main(page).innerText(), /Its figures no longer change/);
  assert.equal(await page.getByRole("link", { name: "Edit the texts" }).count(), 0);
  await downloads(page);
}

const figure = (page, key) => page.locator(`.figures a[href$="/figures/${key}"]`);

/** The services tell reporting in the background: who is faster than that puts the draft together again. */
async function holds(page, figures) {
  const shown = async () => Object.fromEntries(await Promise.all(Object.keys(figures).map(async (key) => [key, await figure(page, key).locator(".value").innerText()])));
  const same = async () => JSON.stringify(await shown()) === JSON.stringify(figures);
  for (let tries = 0; tries < 10 && !(await same()); tries += 1) {
    await page.waitForTimeout(500);
    await accepted(page, await press(page, "Compile again"));
  }
  assert.deepEqual(await shown(), figures);
}

async function opensItsList(page, key, title) {
  await leaves(page, () => figure(page, key).click());
  assert.match(await page.locator("main table").innerText(), new RegExp(title));
  await follow(page, "Back to the follow-up");
}

async function downloads(page) {
  const html = (await taken(page, "html")).toString();
  assert.match(html, /<html[^>]* lang="en/);
  assert.match(html, /Schools across the border/);
  const pdf = await taken(page, "pdf");
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  const json = JSON.parse(await taken(page, "json"));
  const figures = Object.fromEntries(json.parts.flatMap((part) => part.figures.map(({ key, value }) => [key, value])));
  assert.equal(figures.eu_projects, "1");
  assert.equal(figures.applications_approved, "1");
  assert.ok(JSON.stringify(json).includes("Schools across the border"));
}

/** The English document, as the browser saves it. */
async function taken(page, format) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`a[href*="format=${format}"][hreflang="en"]`).click()]);
  assert.ok(download.suggestedFilename().endsWith(`.${format}`), download.suggestedFilename());
  return readFile(await download.path());
}
