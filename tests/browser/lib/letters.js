// Letters that the suite has sent, read where the local catcher shows them.
import { setTimeout as pause } from "node:timers/promises";

import { mailPage } from "./installation.js";

const toOf = (letter) => (letter.to ?? letter.envelope?.to ?? []).map((one) => (one.address ?? one).toLowerCase());

/** The first link to `path` in a letter to this address. Letters are sent in the background, so it waits for one. */
export async function linkTo(path, email) {
  for (const began = Date.now(); Date.now() - began < 20_000; await pause(200)) {
    const answer = await fetch(`${mailPage}/api/email`);
    const { items, ...rest } = wrapped(await answer.json());
    if (!items) throw new Error(`the mail page tells ${JSON.stringify(rest)}`);
    for (const letter of items.filter((one) => toOf(one).includes(email.toLowerCase()))) {
      const link = `${letter.text ?? ""}`.match(/https?:\/\/\S+/g)?.find((found) => new URL(found).pathname === path);
      if (link) return link;
    }
  }
  throw new Error(`no letter to ${email} leads to ${path}`);
}

const wrapped = (told) => (Array.isArray(told) ? { items: told } : told);
