// What pages of other sites try, to vote in the name of somebody who has Countersign open in the same browser.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";

/** Where Countersign is opened. Browsers take all below `example.localhost` for one site, and none of it for another. */
export const OWN_HOST = "countersign.example.localhost";

/** Where the attacker's pages are. */
export const FOREIGN_HOSTS = {
  "another site": "127.0.0.1",
  "a sibling sub-domain": "evil.example.localhost",
} as const;

export type Site = keyof typeof FOREIGN_HOSTS;

/** What a page can do, as source that runs in it. `PAGE` and `API` are the addresses of a vote, `FIELDS` what the attacker knows. */
export const ATTACKS = {
  "a form": `submitForm(PAGE, "application/x-www-form-urlencoded", FIELDS)`,
  "a form with a guessed token": `submitForm(PAGE, "application/x-www-form-urlencoded", { ...FIELDS, token: "AAAA" })`,
  "a form in several parts": `submitForm(PAGE, "multipart/form-data", FIELDS)`,
  "a form of plain text that is JSON": `submitForm(API, "text/plain", { '{"decision":"approve","comment":"': '"}' })`,
  "a fetch of a form": `fetch(PAGE, { method: "POST", mode: "no-cors", credentials: "include", body: new URLSearchParams(FIELDS) }).catch(() => {})`,
  "a fetch without CORS": `fetch(API, { method: "POST", mode: "no-cors", credentials: "include", body: '{"decision":"approve"}' }).catch(() => {})`,
  "a fetch with JSON": `fetch(API, { method: "POST", credentials: "include", headers: { "Content-Type": "application/json" }, body: '{"decision":"approve"}' }).catch(() => {})`,
  "a beacon": `navigator.sendBeacon(API, new Blob(['{"decision":"approve"}'], { type: "text/plain" }))`,
  "a link that votes": `location.href = PAGE + "?" + new URLSearchParams(FIELDS)`,
  "a frame without an origin": `submitInFrame(PAGE, FIELDS)`,
} as const;

export type Way = keyof typeof ATTACKS;

const HELPERS = `
function makeForm(action, enctype, fields) {
  const form = Object.assign(document.createElement("form"), { method: "post", action, enctype });
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    for (const [key, text] of Object.entries({ type: "hidden", name, value })) input.setAttribute(key, text);
    form.append(input);
  }
  return form;
}
function submitForm(action, enctype, fields) {
  const form = makeForm(action, enctype, fields);
  document.body.append(form);
  form.submit();
}
function submitInFrame(action, fields) {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-forms allow-scripts";
  const form = makeForm(action, "application/x-www-form-urlencoded", fields).outerHTML;
  frame.srcdoc = form + "<script>document.forms[0].submit()</scr" + "ipt>";
  document.body.append(frame);
}`;

export interface Attacker {
  readonly addressAt: (site: Site) => string;
  readonly close: () => void;
}

/** Serves an empty page, in which attacks run. */
export async function startAttacker(): Promise<Attacker> {
  const server = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>evil</title><body></body>");
    request.resume();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    addressAt: (site) => `http://${FOREIGN_HOSTS[site]}:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export interface Target {
  /** The addresses of a vote: of the form, and of the JSON API. */
  readonly page: string;
  readonly api: string;
  /** What the attacker has found out of the form. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Lets the attacker's page, which is open, try it; what it fetches is fetched then. */
export async function attack(page: Page, { page: address, api, fields }: Target, way: Way): Promise<void> {
  const known = Object.entries({ PAGE: address, API: api, FIELDS: fields });
  const constants = known.map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
  await page.evaluate(`(() => { ${constants.join(" ")} ${HELPERS}; return ${ATTACKS[way]}; })()`);
}
