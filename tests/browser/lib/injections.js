// Words that would run where somebody forgot to show them as words. `%` is the number of each, by which it would be known:
// `ran` is listened to in every page; `⟨200B⟩` is a sign that nobody sees.
import { readFileSync } from "node:fs";

const told = readFileSync(new URL("./injections.txt", import.meta.url), "utf8").trim().split("\n");

const unseen = (text) => text.replaceAll(/⟨([0-9A-F]{4})⟩/g, (whole, code) => String.fromCodePoint(Number.parseInt(code, 16)));
const isHeading = (line) => line.startsWith("# ");

/** All of them, each another. */
export const INJECTIONS = told.filter((line) => !isHeading(line)).map((line, number) => unseen(line.replaceAll("%", String(1000 + number))));

// What the portal's own pages are made of. Anything else in a page has come out of somebody's words.
const OURS = new Set(
  `html head meta title link script body a header div form input button label span strong small br p nav ul ol li main h1 h2 h3 dl dt dd
  section table caption thead tbody tr th td fieldset legend details summary select option textarea footer figure figcaption svg g
  path rect circle line text tspan polyline polygon defs pattern desc mark del ins code pre progress img wbr`.split(/\s+/),
);

/** What is in the page that only somebody's words can have put there. Runs in the page. */
function foreign(ours) {
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const handlers = element.getAttributeNames().filter((name) => /^(on|(data-)?hx-on|style$|srcdoc$|formaction$|ping$)/.test(name));
    const leads = ["href", "src", "action"].map((name) => element.getAttribute(name)).find((value) => /^\s*((java|vb)script:|data:|(https?:)?\/\/x\.example\.org)/i.test(value ?? ""));
    const strange = !ours.includes(element.localName) || element.matches(".injected, #injected, [autofocus]:not(#faults, #overtaken)");
    if (strange || handlers.length || leads) found.push(`<${element.localName} ${handlers.join(" ")} ${leads ?? ""}>: ${element.outerHTML.slice(0, 160)}`);
  }
  return found;
}
export const foreignIn = (page) => page.evaluate(foreign, [...OURS]);

/** Everything that a person reads of a page, fields and all. Runs in the page. */
function words() {
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT, (text) => (text.parentElement.closest("script, style") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const read = [];
  while (texts.nextNode()) read.push(texts.currentNode.data);
  // A paragraph may be broken after a sign, and the words looked for are marked: neither ends a word.
  const fields = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
  return `${read.join("")}\n${fields.join("\n")}`;
}
const folded = (text) => text.normalize("NFC").replaceAll(/\s+/g, " ").trim();

/** Those of the words that the page does not show letter by letter. */
export async function missingIn(page, expected) {
  const shown = folded(await page.evaluate(words));
  return expected.filter((one) => !shown.includes(folded(one)));
}
