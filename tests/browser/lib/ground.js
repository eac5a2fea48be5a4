// The ground that a story stands on, laid by the API: organisations that have just come in, and their people.
import assert from "node:assert/strict";

import { anybody, as } from "./api.js";
import { operator, unique } from "./installation.js";

const PASSWORD = "correct horse battery staple";
let approved = 0;

/** Takes an invitation, and gives the person and how the API is for them. */
async function accepts(invited, email, name) {
  const token = new URL(invited.accept_url).searchParams.get("token");
  await anybody.post("/invitations/accept", { token, name, password: PASSWORD, language: "en" });
  const person = { email, password: PASSWORD };
  return { ...person, api: await as(person) };
}

/** An organisation of a kind, asked for, approved, and entered by its administrator. */
export async function comesIn(name, kind = "municipality") {
  approved += 1;
  const email = `admin-${approved}-${unique}@ground.example.org`;
  const organisation = { kind, name: { en: name }, code: `G${approved}-${unique}`, country: "FI" };
  const contact = { name: "Administrator", email, language: "en" };
  const request = await anybody.post("/subscriptions", { organisation, contact, message: "We would like to try it." });
  const invited = await (await as(operator)).act(`/subscriptions/${request.id}/approve`, request.version);
  return { id: invited.organisation_id, name, admin: await accepts(invited, email, "Administrator") };
}

/** Somebody of the organisation with a role, for one of its units or for all of it. */
export async function joins({ admin, name }, role, unit_id = null) {
  const email = `${role}-${admin.email}`;
  const invited = await admin.api.post("/invitations", { email, name: `${role} of ${name}`, language: "en", roles: [{ role, unit_id }] });
  return accepts(invited, email, role);
}

/** A school with a round of statements and two indicators of its own, and its head, who owes all three. */
export async function schoolInDuty(town, year) {
  const { api } = town.admin;
  const school = await api.post("/units", { name: { en: "River School" }, kind: "school", valid_from: "2000-01-01" });
  const head = await joins(town, "contributor", school.id);
  await onceHeardOf(() => api.post("/statement-rounds", { year, due_on: `${year}-12-31`, unit_ids: [school.id] }));
  const indicator = { direction: "up", kind: "number", frequency: "year", unit_of_measure: { en: "pupils" }, owner_unit_id: school.id };
  for (const name of ["Pupils abroad", "Pupils hosted"]) await onceHeardOf(() => api.post("/indicators", { ...indicator, name: { en: name } }));
  await onceHeardOf(async () => assert.equal((await head.api.get("/dashboards/start")).items.length, 3));
  return { school, head };
}

/** Does something again until it is taken: what one service was told, another hears of a moment later. */
export async function onceHeardOf(act, patience = 20_000) {
  for (const began = Date.now(); ; await new Promise((on) => setTimeout(on, 100))) {
    try {
      return await act();
    } catch (fault) {
      if (Date.now() - began > patience) throw fault;
    }
  }
}
