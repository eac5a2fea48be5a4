// Prints a few sign-ins of the demo: the first person of each role.
const { readFileSync } = require("node:fs");

const people = JSON.parse(readFileSync(process.argv[2], "utf8"));
const roles = new Map();
for (const person of people) {
  if (!roles.has(person.role)) roles.set(person.role, person);
}
const rows = [...roles.values()].slice(0, 10).map((p) => [p.role, p.organisation, p.email, p.password].map(String));
const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
for (const row of rows) {
  console.log("  " + row.map((cell, column) => cell.padEnd(widths[column])).join("   ").trimEnd());
}
