// Stands between a browser and the product, and takes away what a check goes by: so all but one can be put out of order, and
// that one is seen to hold by itself.
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { type Check, COOKIE, NO_CHECK } from "./checks.ts";

export class Relay {
  /** Where people open the product. */
  readonly url: string;
  /** The checks that are in order. The token is none of ours: an attacker knows it, or does not. */
  standing: ReadonlySet<Check> = NO_CHECK;
  /** Where the product listens. */
  target = "";
  /** What a proxy says of whoever is signed in, on all that their browser sends. */
  identity: Readonly<Record<string, string>> = {};
  #answered: (() => void) | undefined;

  private constructor(url: string) {
    this.url = url;
  }

  /** Stopped after the test. */
  static async start(t: TestContext, host: string): Promise<Relay> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const relay = new Relay(`http://${host}:${(server.address() as AddressInfo).port}`);
    server.on("request", (incoming, outgoing) => {
      relay.#pass(incoming, outgoing).catch(() => outgoing.destroy());
    });
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    return relay;
  }

  /** Until the next answer at the address of a vote. */
  async untilAnswered(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#answered = resolve;
    });
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url ?? "/", this.url);
    if (incoming.method === "OPTIONS" && !this.standing.has("no leave for scripts of others")) {
      return void outgoing.writeHead(204, giveLeave(incoming.headers)).end();
    }
    const isVote = pathname.endsWith("/votes");
    const isTried = isVote && incoming.method !== "OPTIONS";
    const { method, path, headers, body } = isTried ? await this.#weaken(incoming) : await keep(incoming);
    const passed = request(new URL(path, this.target), { method, headers: { ...headers, ...this.identity } });
    passed.end(body);
    const [answer] = (await once(passed, "response")) as [IncomingMessage];
    outgoing.writeHead(answer.statusCode ?? 502, this.#loosen(answer.headers));
    answer.pipe(outgoing);
    if (isVote) outgoing.once("close", () => this.#answered?.());
  }

  /** A request as it would be if nobody looked at what is out of order. */
  async #weaken(incoming: IncomingMessage): Promise<Passed> {
    const passed = await keep(incoming);
    const headers = { ...passed.headers };
    if (!this.standing.has("the origin")) delete headers.origin;
    if (!this.standing.has("what the browser says of the sender's site")) delete headers["sec-fetch-site"];
    const url = new URL(passed.path, this.url);
    const isForm = !url.pathname.startsWith("/api/");
    if (!this.standing.has("the content type") && passed.method === "POST") {
      headers["content-type"] = isForm ? FORM : "application/json";
    }
    if (this.standing.has("the method") || passed.method !== "GET" || url.search === "") {
      return { ...passed, headers };
    }
    const body = Buffer.from(url.search.slice(1));
    headers["content-length"] = String(body.length);
    return { method: "POST", path: url.pathname, headers: { ...headers, "content-type": FORM }, body };
  }

  /** Browsers send a cookie from other sites only if it says so, and is secure; on loopback they take one without TLS. */
  #loosen(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const cookies = headers["set-cookie"];
    if (cookies === undefined || this.standing.has(COOKIE)) return headers;
    return {
      ...headers,
      "set-cookie": cookies.map((one) => one.replace("SameSite=Lax", "SameSite=None; Secure")),
    };
  }
}

const FORM = "application/x-www-form-urlencoded";

interface Passed {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function keep(incoming: IncomingMessage): Promise<Passed> {
  const { method = "GET", url: path = "/", headers } = incoming;
  return { method, path, headers, body: await buffer(incoming) };
}

function giveLeave({ origin = "" }: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-allow-headers": "content-type",
  };
}
