// What the README tells a newcomer to type, typed as it stands there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { address, credentials } from "./lib/installation.js";

const README = new URL("../../README.md", import.meta.url);

/** The commands below a heading, up to the next heading of its kind. */
async function commandsBelow(heading) {
  const [, after] = (await readFile(README, "utf8")).split(`\n## ${heading}\n`);
  const section = after.split("\n## ")[0];
  return [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands).join("\n");
}

test("the tour with curl works as the README has it", async () => {
  const commands = await commandsBelow("The same with `curl`");
  const home = dirname(credentials);
  const here = commands.replaceAll("http://localhost:8080", address).replaceAll(".local/", `${home}/`);
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", here], { maxBuffer: 1 << 24 });
  assert.match(stdout, /Suupohjan elinvoiman johtaminen/);
  assert.match(stdout, /10000\.00 EUR less than the total/);
  assert.match(stdout, /"status": "locked"/);
  const [html, pdf, json] = await Promise.all(["html", "pdf", "json"].map((format) => readFile(`${home}/follow-up.${format}`)));
  assert.match(html.toString(), /Schools across the border/);
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  assert.equal(JSON.parse(json).status, "locked");
});
