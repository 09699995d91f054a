import type { SentLink } from "../../../src/auth/authenticators/link.ts";
import { readHiddenFields } from "../../../test/kit/web/test-browser.ts";
import { PEOPLE } from "../world/fuzz-cluster.ts";
import type { Ballot } from "./ballots.ts";
import { fillIn, type Known, mentions } from "./fill-in.ts";
import type { Answer } from "./read-answers.ts";
import { RawClient } from "./raw-client.ts";
import { HOST } from "./odd-headers.ts";
import type { Header, RequestCase } from "./request-case.ts";
import type { Door } from "./routes.ts";
import { SIGNED_IN } from "./signed-in.ts";

interface Visited {
  readonly port: number;
  readonly probePort: number;
  /** A link for whom the ballot is. */
  readonly sendLink: (ballot: Ballot) => Promise<SentLink>;
}

/** Opens pages as a browser does, and sends requests with what it found there. */
export class Visitor {
  readonly #clients: Readonly<Record<Door, RawClient>>;
  readonly #port: number;
  readonly #sendLink: Visited["sendLink"];
  readonly #seen = new Map<string, Known>();

  constructor({ port, probePort, sendLink }: Visited) {
    this.#clients = { pages: new RawClient(port), probes: new RawClient(probePort) };
    this.#port = port;
    this.#sendLink = sendLink;
  }

  /** @returns all answers: one, but for a request with broken framing. */
  async send(request: RequestCase, ballot: Ballot): Promise<readonly Answer[]> {
    const needsForm = ["cookie", "token", "digest", "stolen", "operation"].some((name) =>
      mentions(request, name),
    );
    const seen = needsForm ? await this.#look(ballot) : {};
    const needsLink = ["link", "code", "linktoken"].some((name) => mentions(request, name));
    const linked = needsLink ? await this.#lookByLink(ballot) : {};
    const bytes = fillIn(request, { ...this.#plain(ballot), ...seen, ...linked });
    const client = this.#clients[request.door ?? "pages"];
    if (request.isBroken === true) return await client.sendBroken(bytes, request.method);
    const answer = await client.send(bytes, request.method);
    return answer === undefined ? [] : [answer];
  }

  /** The names of the hidden fields of the vote's form. */
  async readForm(ballot: Ballot): Promise<readonly string[]> {
    const { host: _host, cookie: _cookie, stolen: _stolen, ...fields } = await this.#look(ballot);
    return Object.keys(fields);
  }

  close(): void {
    this.#clients.pages.close();
    this.#clients.probes.close();
  }

  #plain({ name, user }: Ballot): Known {
    return { host: `127.0.0.1:${this.#port}`, port: String(this.#port), name, user };
  }

  async #look(ballot: Ballot): Promise<Known> {
    const key = `${ballot.name} ${ballot.user}`;
    const known = this.#seen.get(key);
    if (known !== undefined) return known;
    const own = await this.#openForm(ballot, ballot.user);
    const { token: stolen = "" } = await this.#openForm(ballot, "mallory");
    const seen = { ...own, stolen };
    // Those of a voter are needed once.
    if (ballot.name.startsWith("bystander")) this.#seen.set(key, seen);
    return seen;
  }

  async #lookByLink(ballot: Ballot): Promise<Known> {
    const { url, code } = await this.#sendLink(ballot);
    const link = new URL(url).searchParams.get("link") ?? "";
    const page = `/approvals/${PEOPLE}/${ballot.name}`;
    const { body } = await this.#open(ballot, page, ["Cookie", `countersign-link=${link}`]);
    const { token = "", digest = "" } = readHiddenFields(body, `${page}/votes`);
    return { link, code, linktoken: token, linkdigest: digest };
  }

  async #openForm(ballot: Ballot, user: string): Promise<Known> {
    const page = `/approvals/${PEOPLE}/${ballot.name}`;
    const address = `${page}${SIGNED_IN.query}`;
    const { headers, body } = await this.#open({ ...ballot, user }, address, ...SIGNED_IN.headers);
    const [cookie = ""] = (headers.get("set-cookie") ?? "").split(";");
    return { cookie, ...readHiddenFields(body, `${page}/votes`) };
  }

  async #open(ballot: Ballot, target: string, ...headers: readonly Header[]): Promise<Answer> {
    const request = {
      about: "",
      method: "GET",
      target,
      headers: [HOST, ...headers],
      body: "",
      vote: "never",
    } as const;
    const answer = await this.#clients.pages.send(fillIn(request, this.#plain(ballot)), "GET");
    if (answer?.status === 200) return answer;
    throw new Error(`${target} cannot be opened: ${answer?.status} ${answer?.body}`);
  }
}
