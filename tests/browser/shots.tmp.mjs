import { mkdirSync, writeFileSync } from "node:fs";
import { addresses, READERS } from "./lib/addresses.js";
import { openBrowser, signIn, visitor } from "./lib/browser.js";
import { address as home } from "./lib/installation.js";
const out = "/srv/shots/"; mkdirSync(out, { recursive: true });
const browser = await openBrowser();
const all = await addresses();
const sessions = {};
for (const reader of new Set(all.map((p) => p.reader))) {
  if (!READERS[reader]) continue;
  const who = await visitor(browser); await signIn(who.page, READERS[reader]);
  sessions[reader] = await who.context.storageState(); await who.close();
}
const index = [];
for (const language of ["fi", "sv", "en"]) {
  for (const reader of Object.keys(READERS)) {
    const who = await visitor(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", storageState: sessions[reader] });
    await who.context.addCookies([{ name: "samverka-language", value: language, url: home }, { name: "samverka-colours", value: "auto", url: home }]);
    let n = 0;
    for (const p of all.filter((p) => p.reader === reader)) {
      n += 1;
      const dark = n % 2 === 0;
      for (const [w, width] of [["wide", 1280], ["narrow", 320]]) {
        await who.page.emulateMedia({ colorScheme: (w === "wide") === dark ? "dark" : "light" });
        await who.page.setViewportSize({ width, height: 900 });
        if (w === "wide") await who.page.goto(p.address);
        const name = `${language}-${reader}-${String(n).padStart(2, "0")}-${w}.png`;
        await who.page.waitForTimeout(50);
        await who.page.screenshot({ path: out + name, fullPage: true, clip: undefined });
        index.push(`${name} ${p.path} ${p.address}`);
      }
    }
    await who.close();
  }
}
writeFileSync(out + "index.txt", index.join("\n"));
await browser.close();
