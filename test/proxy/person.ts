import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

/** Names and values, each as often as it is there. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

export interface Answer {
  readonly status: number;
  readonly page: string;
  /** Where it was at last, redirects followed. */
  readonly url: URL;
}

interface Sent {
  readonly method?: string;
  readonly headers?: HeaderPairs;
  readonly body?: string;
}

const MOST_REDIRECTS = 12;

/** Somebody with a browser of their own, who can send whatever headers they like. */
export class Person {
  readonly name: string;
  /** By host, for all its ports, as browsers have them. */
  readonly #cookies = new Map<string, Map<string, string>>();

  constructor(name: string) {
    this.name = name;
    this.#cookies.set("localhost", new Map([["person", name]]));
  }

  async open(address: string, sent: Sent = {}): Promise<Answer> {
    let url = new URL(address);
    let next = sent;
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects += 1) {
      const { status, page, location } = await this.#send(url, next);
      if (location === undefined) return { status, page, url };
      // As browsers do after a form, too. What one adds to one's requests goes to the first alone.
      next = {};
      url = new URL(location, url);
    }
    throw new Error(`${this.name} is led from ${address} to ${url.href}, and on.`);
  }

  async #send(url: URL, { method = "GET", headers = [], body }: Sent) {
    const jar = this.#cookies.get(url.hostname) ?? new Map<string, string>();
    this.#cookies.set(url.hostname, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const length = body === undefined ? [] : ["Content-Length", String(Buffer.byteLength(body))];
    const lines = [
      "Host",
      url.host,
      ...(cookie === "" ? [] : ["Cookie", cookie]),
      ...headers.flat(),
      ...length,
    ];
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { method, headers: lines, agent: false }, resolve).once("error", reject).end(body);
    });
    for (const line of answer.headersDistinct["set-cookie"] ?? []) keep(jar, line);
    return { status: answer.statusCode ?? 0, page: await text(answer), location: answer.headers.location };
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const { name = "", value = "" } = /^(?<name>[^=]+)=(?<value>[^;]*)/u.exec(line)?.groups ?? {};
  if (value === "" || /;\s*max-age=0/iu.test(line)) jar.delete(name);
  else jar.set(name, value);
}
