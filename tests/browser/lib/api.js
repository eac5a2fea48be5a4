// The public API, for what a test must know or lay before a person opens a page.
import { randomUUID } from "node:crypto";

import { address } from "./installation.js";

async function asked(method, path, token, body, version) {
  const headers = { accept: "application/json", "idempotency-key": randomUUID() };
  if (version !== undefined) headers["if-match"] = `"${version}"`;
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(`${address}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

async function sent(path, name, text, token) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
  const place = `${address}/api/v1${path}?name=${encodeURIComponent(name)}`;
  const answer = await fetch(place, { method: "POST", headers, body: text });
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export const anybody = { post: (path, body) => asked("POST", path, null, body) };

/** The API as one person sees it, for the only organisation that person belongs to. */
export async function as(person) {
  return inSession(await asked("POST", "/sessions", null, { email: person.email, password: person.password }));
}

/** The same with a session that was just opened. */
export async function inSession(session) {
  const organisation = session.organisations?.[0]?.id ?? null;
  const granted = await asked("POST", "/sessions/access-tokens", session.token, { organisation_id: organisation });
  return {
    get: (path) => asked("GET", path, granted.access_token),
    post: (path, body) => asked("POST", path, granted.access_token, body),
    /** Does something with a thing as it was read. */
    act: (path, version, body = {}) => asked("POST", path, granted.access_token, body, version),
    /** Says otherwise of a thing as it was read. */
    change: (path, version, body) => asked("PATCH", path, granted.access_token, body, version),
    delete: (path, version) => asked("DELETE", path, granted.access_token, undefined, version),
    /** Sends a text as a file of a name. */
    send: (path, name, text) => sent(path, name, text, granted.access_token),
    /** Attaches a text to a thing. */
    attach: (thing, name, text) => sent(`${thing}/attachments`, name, text, granted.access_token),
    /** The first thing of a list; a list without any is a fault of the test's ground. */
    first: async (path) => {
      const { items } = await asked("GET", path, granted.access_token);
      if (!items?.length) throw new Error(`${path} holds nothing`);
      return items[0];
    },
  };
}
