import assert from "node:assert/strict";
import { request } from "undici";
import { readHiddenFields } from "./test-browser.ts";

/** A page as a browser without scripts has it. */
export interface VisitedPage {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

type IsEnd = (url: URL) => boolean;

interface VisitInit {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const MOST_STEPS = 12;

/** A browser without scripts that goes from host to host: it keeps cookies, follows redirects, and goes on where a page says so. */
export class Visitor {
  /** By host, whatever the port, as browsers have it. */
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #added: Readonly<Record<string, string>>;

  /** @param added headers of every request, as a proxy adds them */
  constructor(added: Readonly<Record<string, string>> = {}) {
    this.#added = added;
  }

  async open(address: string | URL): Promise<VisitedPage> {
    return await this.#follow(new URL(address), {});
  }

  /** Sends the page's form of that action, with what stands in it and these fields beside. */
  async submit(
    page: VisitedPage,
    action: string,
    fields: Readonly<Record<string, string>> = {},
    isEnd?: IsEnd,
  ): Promise<VisitedPage> {
    assert.ok(
      page.text.includes(`action="${action}"`),
      `no form ${action} at ${page.url.href}: ${page.text}`,
    );
    const body = new URLSearchParams({ ...readHiddenFields(page.text, action), ...fields }).toString();
    return await this.#follow(new URL(action, page.url), { method: "POST", body }, isEnd);
  }

  /** Signs in on the provider's pages, which are open; consents where they ask. Stops before it opens where `isEnd` says so. */
  async signInAs(page: VisitedPage, person: string, isEnd?: IsEnd): Promise<VisitedPage> {
    const next = await this.submit(page, actionOf(page), { person }, isEnd);
    const isAsked = next.text.includes('name="consent"');
    return isAsked ? await this.submit(next, actionOf(next), { consent: "yes" }, isEnd) : next;
  }

  /** One request, and what it answers: for what no browser would do. */
  async request(address: string | URL, init: VisitInit = {}): Promise<Response> {
    const url = new URL(address);
    // By `fetch` every request would say that a script has made it.
    const headers = new Headers({ "Sec-Fetch-Mode": "navigate", ...this.#added, ...init.headers });
    const jar = this.#jarOf(url);
    if (jar.size > 0) headers.set("Cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await send(url, { ...init, headers: Object.fromEntries(headers) });
    for (const cookie of response.headers.getSetCookie()) keep(jar, cookie);
    return response;
  }

  cookie(host: string, name: string): string | undefined {
    return this.#cookies.get(host)?.get(name);
  }

  /** As if it had been the other one on that host. */
  takeCookies(host: string, other: Visitor): void {
    this.#cookies.set(host, new Map(other.#cookies.get(host)));
  }

  plant(host: string, name: string, value: string): void {
    this.#jarOf(new URL(`http://${host}`)).set(name, value);
  }

  #jarOf({ hostname }: URL): Map<string, string> {
    const jar = this.#cookies.get(hostname) ?? new Map<string, string>();
    this.#cookies.set(hostname, jar);
    return jar;
  }

  async #follow(url: URL, init: VisitInit, isEnd: IsEnd = () => false): Promise<VisitedPage> {
    let [at, next] = [url, init];
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if (isEnd(at)) return { url: at, status: 0, text: "" };
      const response = await this.request(at, next.method === "POST" ? asForm(at, next) : next);
      const text = await response.text();
      const onward = response.headers.get("location") ?? readRefresh(text);
      if (onward === undefined) return { url: at, status: response.status, text };
      [at, next] = [new URL(onward, at), {}];
    }
    throw new Error(`${url.href} leads on and on`);
  }
}

async function send(url: URL, { method = "GET", headers = {}, body }: VisitInit): Promise<Response> {
  const answer = await request(url, { method, headers, ...(body !== undefined && { body }) });
  const given = Object.entries(answer.headers).flatMap(([name, values = []]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  return new Response(await answer.body.text(), { status: answer.statusCode, headers: given });
}

function asForm({ origin }: URL, init: VisitInit): VisitInit {
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded",
    Origin: origin,
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
  };
  return { ...init, headers };
}

function keep(jar: Map<string, string>, setCookie: string): void {
  const [pair = "", ...attributes] = setCookie.split(";").map((part) => part.trim());
  const name = pair.slice(0, pair.indexOf("="));
  const isOver = attributes.some((attribute) => /^max-age=0$|^expires=thu, 01 jan 1970/iu.test(attribute));
  if (isOver) jar.delete(name);
  else jar.set(name, pair.slice(name.length + 1));
}

function actionOf({ text, url }: VisitedPage): string {
  const [, action] = /<form method="post" action="([^"]+)"/u.exec(text) ?? [];
  assert.ok(action, `no form at ${url.href}: ${text}`);
  return action;
}

function readRefresh(text: string): string | undefined {
  const [, target] = /<meta http-equiv="refresh" content="0;url=([^"]+)">/u.exec(text) ?? [];
  return target?.replaceAll("&amp;", "&");
}
