// Forms, filled in as a person does. A field is named by its place in the JSON, in every language.
import assert from "node:assert/strict";

import { leaves } from "./browser.js";

/** Fills fields by name: texts as typed, choices by value, ticks with true or false, several choices with a list. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`form.form [name="${name}"]`);
    const kind = await field.first().evaluate((element) => `${element.localName} ${element.type}`);
    if (kind.startsWith("select")) await field.selectOption(value);
    else if (kind === "input checkbox" && Array.isArray(value)) for (const one of value) await field.and(page.locator(`[value="${one}"]`)).check();
    else if (kind === "input checkbox") await field.setChecked(value);
    else await field.fill(value);
  }
}

/** Chooses an option by the beginning of its words. */
export async function choose(page, name, words) {
  const field = page.locator(`form.form select[name="${name}"]`);
  const labels = await field.locator("option").allInnerTexts();
  const label = labels.find((one) => one.trim().startsWith(words));
  assert.ok(label, `"${name}" offers ${JSON.stringify(labels)}, not "${words}"`);
  await field.selectOption({ label: label.trim() });
}

/** Presses a button by its words, and waits for the page that follows. */
export async function press(page, words) {
  return leaves(page, () => page.getByRole("button", { name: words, exact: true }).click());
}

/** Follows a link by its words. */
export async function follow(page, words) {
  return leaves(page, () => page.getByRole("link", { name: words, exact: true }).first().click());
}

/** The page must have been taken, not come back with faults. */
export async function accepted(page, answer) {
  const faults = await page.locator("#faults").allInnerTexts();
  assert.ok(answer.ok() && faults.length === 0, `${answer.request().method()} ${answer.url()} answered ${answer.status()}: ${faults.join("; ")}`);
}

/** Fills in the form of the page, sends it, and sees that it was taken. */
export async function send(page, values, button = "Save") {
  await fill(page, values);
  await accepted(page, await press(page, button));
}
