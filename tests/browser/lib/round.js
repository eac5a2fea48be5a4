// One round through pages in one language: everything that must hold of a page, whatever it shows.
import { visitor } from "./browser.js";
import { READERS, isKnown } from "./addresses.js";
import { allRules, bringAxe, rulesOfColours } from "./axe.js";
import { address as home } from "./installation.js";
import { overflowing } from "./sight.js";

const WIDE = { width: 1280, height: 900 };
/** WCAG 1.4.10: as wide as 1280 px at 400 %. */
const NARROW = { width: 320, height: 800 };

const LANGUAGES = { fi: { anybody: "fi", finland: "fi", sweden: "fi" }, sv: { anybody: "sv-FI", finland: "sv-FI", sweden: "sv-SE" }, en: {} };
const langOf = (language, reader) => LANGUAGES[language][reader] ?? LANGUAGES[language].anybody ?? language;

/** Visits the pages and gives what is wrong with any, as lines to read. `pictured` is told of each page that is open. */
export async function round(browser, language, pages, sessions, pictured = async () => {}) {
  const faults = [];
  for (const reader of Object.keys(READERS)) {
    const mine = pages.filter((page) => page.reader === reader);
    if (mine.length === 0) continue;
    const who = await visitor(browser, { viewport: WIDE, reducedMotion: "reduce", storageState: sessions[reader] });
    await who.context.addCookies([
      { name: "samverka-language", value: language, url: home },
      { name: "samverka-colours", value: "auto", url: home },
    ]);
    for (const page of mine) faults.push(...(await look(who, language, page, pictured)).map((fault) => `${page.path} in ${language}: ${fault}`));
    await who.close();
  }
  return faults;
}

async function look(who, language, { path, address, reader }, pictured) {
  const { page, complaints } = who;
  await appear(page, "light", WIDE);
  const answer = await page.goto(address);
  if (answer.status() !== 200 || new URL(page.url()).pathname !== address.split("?")[0]) return [`answered ${answer.status()} at ${page.url()}`];
  const faults = [...said(await page.evaluate(told)), ...policy(answer.headers())];
  const lang = await page.locator("html").getAttribute("lang");
  if (lang !== langOf(language, reader)) faults.push(`says it is in "${lang}"`);
  await bringAxe(page);
  const seen = async (how, found) => faults.push(...(await found).map((one) => `${how}: ${one}`));
  await seen("wide, light", allRules(page));
  await pictured(page, path, language, "wide");
  // Between light and dark nothing changes but colours: at each width all rules in the one, those of colours in the other.
  await appear(page, "dark", WIDE);
  await seen("wide, dark", rulesOfColours(page));
  await appear(page, "dark", NARROW);
  await seen("narrow, dark", allRules(page));
  await seen("narrow", page.evaluate(overflowing));
  await pictured(page, path, language, "narrow");
  await appear(page, "light", NARROW);
  await seen("narrow, light", rulesOfColours(page));
  return [...faults, ...complaints.splice(0)];
}

/** Without loading the page again. What is painted follows within two frames. */
async function appear(page, colorScheme, size) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(size);
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

/** What the page says, but for what it shows as code, and where it leads. Runs in the page. */
function told() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (text) => (text.parentElement.closest("code, pre, script") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const said = [];
  while (texts.nextNode()) said.push(texts.currentNode.data);
  const links = [...document.querySelectorAll("a[href]")].filter((link) => link.origin === location.origin);
  return { html: document.documentElement.outerHTML, text: said.join("\n"), links: links.map((link) => link.pathname) };
}

function said({ html, text, links }) {
  const missing = [...html.matchAll(/⟦[^⟧]*⟧/g)].map(([key]) => `has no words for ${key}`);
  const codes = [...text.matchAll(/(?<![\w@./-])[a-z]+(?:_[a-z]+)+(?![\w@./-])/g)].map(([code]) => `shows the raw code ${code}`);
  const lost = links.filter((link) => !isKnown(link)).map((link) => `leads to ${link}, which is no page of the list`);
  return [...new Set([...missing, ...codes, ...lost])];
}

function policy(headers) {
  const told = headers["content-security-policy"] ?? "";
  const strict = told.includes("default-src 'none'") && told.includes("frame-ancestors 'none'") && !told.includes("unsafe-");
  return strict ? [] : [`has the lax policy "${told}"`];
}
