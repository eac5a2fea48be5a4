// An organisation's colour: its steps are those of the design system's own generator, and what stands on them can be read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { generateColorSchemes } from "@digdir/designsystemet/color";

import { openBrowser, signIn, visitor } from "./lib/browser.js";
import { contrast, distance, SCHEMES, served } from "./lib/colours.js";
import { comesIn } from "./lib/ground.js";
import { unique, way } from "./lib/installation.js";

const skip = way !== "embedded" && "the colours are the same in either way to run";
// Dark and light ones, dull and glaring ones, and both ends.
const BRANDS = ["#0062ba", "#0d7a5f", "#5b3fa0", "#c01b1b", "#ea9b1b", "#ffe600", "#000000", "#ffffff", "#777777", "#00a0df", "#e2007a", "#123524"];
// Both mix a colour with white or black until it has a luminance, and stop when they are near enough; what is left is rounding
// to one of 256 steps.
const ROUNDING = 1;
// The five steps of a filled button are the portal's own: the generator turns light brand colours black on dark pages.
const OURS = /^base-/;
const STEPS = generateColorSchemes(BRANDS[0]).light.map(({ name }) => name);
// What must be read upon what: words by 4.5, the edges of fields by 3.
const READ = [
  ["text-default", ["background-default", "background-tinted", "surface-default", "surface-tinted", "surface-hover", "surface-active"], 4.5],
  ["text-subtle", ["background-default", "background-tinted", "surface-default", "surface-tinted"], 4.5],
  ["base-contrast-default", ["base-default", "base-hover", "base-active"], 4.5],
  ["border-default", ["background-default"], 3],
  ["border-strong", ["background-default", "background-tinted"], 3],
];

let browser;
const schemes = {};
before(async () => {
  if (skip) return;
  browser = await openBrowser();
  const town = await comesIn(`Coloured ${unique}`);
  for (const brand of BRANDS) schemes[brand] = await takenInto(town, brand);
});
after(() => browser?.close());

/** Sets the colour as the API has it, and reads what reaches a page of somebody who then comes in. */
async function takenInto({ admin }, brand) {
  const own = await admin.api.get("/organisations/current");
  await admin.api.change("/organisations/current", own.version, { brand: { colour: brand } });
  const { page, complaints, close } = await visitor(browser);
  await signIn(page, admin);
  const sheet = page.locator('link[rel=stylesheet][href^="/assets/theme/"]');
  assert.match(await sheet.getAttribute("href"), new RegExp(`^/assets/theme/${brand.slice(1)}-[0-9a-f]{12}\\.css$`));
  const answer = await page.request.get(await sheet.getAttribute("href"));
  assert.match(answer.headers()["cache-control"], /immutable/);
  const reached = {};
  for (const scheme of SCHEMES) reached[scheme] = await served(page, scheme, STEPS);
  assert.deepEqual(complaints, []);
  await close();
  return reached;
}

/** What `look` finds of each colour in each scheme. */
function everywhere(look) {
  const faults = BRANDS.flatMap((brand) => SCHEMES.flatMap((scheme) => look(schemes[brand][scheme], brand, scheme).map((fault) => `${brand}, ${scheme}: ${fault}`)));
  assert.equal(faults.length, 0, `${faults.length} faults\n${faults.join("\n")}`);
}

test("the steps that carry pages, lines and words are those of the design system's generator", { skip }, () =>
  everywhere((reached, brand, scheme) => {
    const theirs = generateColorSchemes(brand)[scheme].filter(({ name }) => !OURS.test(name));
    assert.equal(theirs.length, 11);
    return theirs.filter(({ name, hex }) => distance(reached[name], hex) > ROUNDING).map(({ name, hex }) => `${name} is ${reached[name]}, theirs ${hex}`);
  }));

test("by day a filled button has the very colour that was chosen", { skip }, () => {
  for (const brand of BRANDS) assert.equal(schemes[brand].light["base-default"], brand);
});

test("words and edges stand out from whatever they are put upon", { skip }, () =>
  everywhere((reached) =>
    READ.flatMap(([upon, grounds, least]) =>
      grounds.flatMap((ground) => {
        const ratio = contrast(reached[upon], reached[ground]);
        return ratio < least ? [`${upon} on ${ground} by ${ratio.toFixed(2)} only`] : [];
      }),
    ),
  ));
