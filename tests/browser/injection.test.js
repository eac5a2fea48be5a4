// What somebody writes is shown as it was written and never run, wherever it was typed and whichever page shows it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { anybody } from "./lib/api.js";
import { openBrowser, signIn, visitor } from "./lib/browser.js";
import { comesIn } from "./lib/ground.js";
import { foreignIn, INJECTIONS, missingIn } from "./lib/injections.js";
import { operator, unique, way } from "./lib/installation.js";
import { written } from "./lib/written.js";

const skip = way !== "embedded" && "the pages are the same in either way to run";

let browser;
let town;
let things;
let names;
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  town = await comesIn(`Injected ${unique}`);
  ({ things, names } = await written(town.admin.api));
});
after(() => browser?.close());

/** A window in which nothing may run, open or be refused by the policy for scripts. */
async function watched(person) {
  const who = await visitor(browser);
  const heard = [];
  await who.context.exposeFunction("ran", (number) => heard.push(`${number} ran`));
  who.context.on("dialog", (dialog) => (heard.push(`a dialog said ${dialog.message()}`), dialog.dismiss()));
  who.context.on("request", (request) => {
    if (/^https?:/.test(request.url()) && request.url().includes("//x.example.org")) heard.push(`${request.url()} was asked for`);
  });
  await signIn(who.page, person);
  const opens = async (address, expected = []) => {
    const answer = await who.page.goto(address);
    const faults = [...(await foreignIn(who.page)), ...(await missingIn(who.page, expected)).map((one) => `does not show ${JSON.stringify(one)}`)];
    if (answer.status() !== 200) faults.push(`answered ${answer.status()}`);
    if (heard.length || who.complaints.length) faults.push(...heard.splice(0), ...who.complaints.splice(0));
    return faults.map((fault) => `${address}: ${fault}`);
  };
  return { ...who, opens };
}

async function allOf(opens, pages) {
  const faults = [];
  for (const [address, expected] of pages) faults.push(...(await opens(address, expected)));
  assert.equal(faults.length, 0, `${faults.length} faults\n${faults.slice(0, 60).join("\n")}`);
}

/** Those of the words that a list does not show on any of its pages. */
async function lastlyMissing(page, opens, list, wanted) {
  assert.deepEqual(await opens(list), []);
  for (;;) {
    wanted = await missingIn(page, wanted);
    const next = page.locator('.pages a[rel="next"]');
    if (!wanted.length || !(await next.count())) return wanted;
    assert.deepEqual(await opens(await next.getAttribute("href")), []);
  }
}

test("there are two hundred of them, each another", { skip }, () => {
  assert.equal(INJECTIONS.length, 200);
  assert.equal(new Set(INJECTIONS).size, 200);
});

test("a thing's page, its form and its history show what was written as words", { skip, timeout: 240_000 }, async () => {
  const { opens, close } = await watched(town.admin);
  await allOf(opens, things.flatMap(({ pages, every, shown }) => pages.map((page) => [page, page.endsWith("/edit") || page.startsWith("/history/") ? every : shown])));
  await close();
});

test("lists, pictures, boards and the start page show what was written as words", { skip, timeout: 120_000 }, async () => {
  const { page, opens, close } = await watched(town.admin);
  const lists = ["/", "/goals", "/goals/coverage", "/goals/status", "/policies", "/indicators", "/values", "/assignments", "/statements", "/projects", "/projects/funding", "/applications"];
  lists.push("/activities", "/networks", "/networks/by-theme", "/partners", "/units", "/people", "/themes", "/saved-views", "/journal", "/boards/leadership", "/boards/international", "/boards/completeness");
  await allOf(opens, lists.map((list) => [list]));
  const wanted = { ...names };
  for (const { list, shown } of things) (wanted[list] ??= []).push(shown[0]);
  for (const [list, named] of Object.entries(wanted)) assert.deepEqual(await lastlyMissing(page, opens, list, named), [], `${list} does not show these`);
  await close();
});

test("what is looked for is said back as words, found or not", { skip, timeout: 120_000 }, async () => {
  const { opens, close } = await watched(town.admin);
  await allOf(opens, INJECTIONS.map((one, number) => [`/${number % 4 ? "search" : "partners"}?q=${encodeURIComponent(one)}`, [one]]));
  await close();
});

test("what a stranger writes to the operator is shown as words", { skip, timeout: 60_000 }, async () => {
  const asked = INJECTIONS.filter((one) => !/[\t\u2028\u2029]/.test(one));
  const { opens, close } = await watched(operator);
  for (let n = 0; n < 200; n += 20) {
    const [name, contact] = [asked[n % asked.length], asked[(n + 7) % asked.length]];
    const message = INJECTIONS.slice(n, n + 20).join("\n");
    const organisation = { kind: "municipality", name: { en: name }, code: `I${n}-${unique}`, country: "FI" };
    const request = await anybody.post("/subscriptions", { organisation, contact: { name: contact, email: `i${n}-${unique}@x.example.net`, language: "en" }, message });
    assert.deepEqual(await opens(`/requests/${request.id}`, [name, contact, message]), []);
  }
  assert.deepEqual(await opens("/requests"), []);
  await close();
});
