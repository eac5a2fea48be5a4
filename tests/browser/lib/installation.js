// The installation under test, as dev/lib/test-parts.sh tells of it.
import { readFileSync } from "node:fs";

function told(name) {
  const value = process.env[`SAMVERKA_TEST_${name}`];
  if (!value) throw new Error(`SAMVERKA_TEST_${name} is not set: run \`dev/test --only embedded\``);
  return value;
}

/** `embedded` or `distributed`. */
export const way = told("WAY");
export const address = told("URL");
export const mailPage = told("MAIL_URL");
export const chromiumPath = told("CHROMIUM");

/** The file with everybody's sign-ins. */
export const credentials = told("CREDENTIALS");
const people = JSON.parse(readFileSync(credentials, "utf8"));

export const operator = people.find((person) => person.role === "operator");

/** The first person of a demo organisation who has the role. */
export function somebody(organisation, role) {
  const found = people.find((person) => person.organisation === organisation && person.role === role);
  if (!found) throw new Error(`the demo has no ${role} of ${organisation}`);
  return found;
}

/** A word that no earlier run has used. */
export const unique = `${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;
