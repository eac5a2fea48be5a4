// A person without a mouse: keys alone, and what the focus looks like wherever it stops.
import assert from "node:assert/strict";

import { leaves } from "./browser.js";

// More than any page has; whoever needs more is caught.
const MOST_STOPS = 400;
// A field for a date stops at day, month, year and its calendar.
const MOST_PARTS = 4;

/** Where the focus is, what is wrong with how it shows, and whether it is where it was wanted. Runs in the page. */
function look([wanted, isCounted]) {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return { outside: true, faults: [] };
  // Round a box to tick the ring is drawn about the whole field, label and all.
  const ring = (element) => {
    const styles = [element, element.closest(".ds-field:has([type=checkbox])") ?? element].map((one) => getComputedStyle(one));
    const outlined = ({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    return { drawn: styles.some(outlined), all: styles.map(({ outline, boxShadow }) => `${outline} ${boxShadow}`).join() };
  };
  const name = (element) => `${element.localName}#${element.id}[name=${element.getAttribute("name")}] "${element.textContent.trim().slice(0, 40)}"`;
  const faults = [];
  const { drawn, all } = ring(at);
  const before = window.focusBefore;
  // What looks the same when the focus has left shows nothing.
  if (before?.at.isConnected && before.at !== at && ring(before.at).all === before.all) faults.push(`${name(before.at)} looks the same without the focus`);
  if (!drawn) faults.push(`${name(at)} has the focus, and neither outline nor shadow`);
  const box = at.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth || !box.width) faults.push(`${name(at)} has the focus where nobody sees it`);
  window.focusBefore = { at, all };
  const number = isCounted ? [...document.querySelectorAll("*")].indexOf(at) : null;
  return { outside: false, reached: at === wanted, again: at === before?.at, name: name(at), number, faults };
}

/** The keyboard of one page. Every stop on the way must be seen, and lead on. */
export function keyboard(page, { script }) {
  const keys = page.keyboard;

  async function stop(wanted = null, isCounted = false) {
    const seen = await page.evaluate(look, [wanted, isCounted]);
    assert.deepEqual(seen.faults, [], `on ${page.url()}`);
    return seen;
  }

  /** Tabs on until the focus is there; past the end of the page it begins again once. */
  async function reach(place, { key = "Tab" } = {}) {
    const locator = typeof place === "string" ? page.locator(place) : place;
    const wanted = await locator.first().elementHandle();
    let ends = 0;
    let parts = 0;
    for (let stops = 0; stops < MOST_STOPS && ends < 3; stops += 1) {
      await keys.press(key);
      const seen = await stop(wanted);
      if (seen.reached) return stops + 1;
      parts = seen.again ? parts + 1 : 0;
      assert.ok(parts < MOST_PARTS, `the focus is trapped in ${seen.name}`);
      if (seen.outside) ends += 1;
    }
    throw new Error(`no key leads to ${locator}`);
  }

  return {
    reach,
    /** The first stop of a page leads past its head. */
    async skips() {
      await keys.press("Tab");
      await stop();
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main", "the first stop leads past nothing");
      await keys.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "main", "the link does not lead into the page");
    },
    follows: async (place) => (await reach(place), leaves(page, () => keys.press("Enter"))),
    presses: async (place) => (await reach(place), leaves(page, () => keys.press("Space"))),
    opens: async (place) => (await reach(place), keys.press("Enter")),
    ticks: async (place) => (await reach(place), keys.press("Space")),
    async types(place, text) {
      await reach(place);
      await keys.press("Control+A");
      await keys.type(text);
    },
    /** Arrows through a closed list until its choice is what `wanted` says, or begins with it. */
    async chooses(place, wanted) {
      await reach(place);
      const chosen = () => page.evaluate(() => [document.activeElement.value, document.activeElement.selectedOptions[0]?.text.trim()]);
      for (let before; ; await keys.press("ArrowDown")) {
        const [value, label] = await chosen();
        if (value === wanted || (value && label.startsWith(wanted))) return;
        assert.notEqual(value, before, `no arrow leads to "${wanted}"`);
        before = value;
      }
    },
    /** A date field has a part for each of month, day and year, in an order that is the browser's own and not the page's. */
    async dates(place, date) {
      await reach(place);
      const [year, month, day] = date.split("-");
      const value = () => page.evaluate(() => document.activeElement.value);
      await keys.type(`${month}${day}${year}`);
      if ((await value()) !== date) {
        for (const part of ["ArrowLeft", "ArrowLeft"]) await keys.press(part);
        await keys.type(`${day}${month}${year}`);
      }
      assert.equal(await value(), date);
    },
    /** Goes all round the page: everything that takes the focus gets it, in the order in which it stands there. */
    async goesRound() {
      // The page is the same without script, and takes as long.
      if (!script) return;
      const expected = await page.evaluate(focusable);
      await page.evaluate(() => (document.activeElement.blur(), window.scrollTo(0, 0)));
      const met = [];
      for (let stops = 0; stops < MOST_STOPS; stops += 1) {
        await keys.press("Tab");
        const seen = await stop(null, true);
        if (seen.outside || seen.number === met[0]) break;
        if (seen.number !== met.at(-1)) met.push(seen.number);
      }
      assert.deepEqual(met, expected, "the keyboard meets other things than the page has");
    },
  };
}

/** Whatever should take the focus, by its number among all elements. Runs in the page. */
function focusable() {
  const all = [...document.querySelectorAll("*")];
  const takes = (element) => element.matches("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']") && !element.disabled;
  const rendered = (element) => element.checkVisibility({ visibilityProperty: true });
  return all.flatMap((element, number) => (takes(element) && rendered(element) ? [number] : []));
}
