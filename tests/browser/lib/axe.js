// What axe finds on a page.
import axe from "axe-core";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// Between light and dark nothing changes but colours.
const COLOURS = ["color-contrast", "link-in-text-block"];

/** Through the debugger: the page's own policy lets no script of ours in. */
export const bringAxe = (page) => page.evaluate(axe.source);

const everything = { runOnly: { type: "tag", values: STANDARDS } };
// Sizes of targets are off by default, and part of WCAG 2.2 AA.
everything.rules = { "target-size": { enabled: true } };
const coloursOnly = { runOnly: { type: "rule", values: COLOURS } };

async function run(page, options) {
  const found = await page.evaluate((wish) => window.axe.run(document, { ...wish, resultTypes: ["violations"] }), options);
  const places = (rule) => rule.nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? node.failureSummary}`);
  return found.violations.map((rule) => `${rule.id} (${rule.nodes.length}): ${places(rule).join(" | ")}`);
}

export const allRules = (page) => run(page, everything);
export const rulesOfColours = (page) => run(page, coloursOnly);
