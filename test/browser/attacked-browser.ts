// Somebody's browser with Countersign open, and an attacker who knows all that a form there says.
import type { TestContext } from "node:test";
import type { Browser, Page } from "playwright-core";
import { approvalPath } from "../../src/objects/approval/approval-url.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { attack, type Attacker, OWN_HOST, type Site, type Way } from "./attacks.ts";
import type { Check } from "./checks.ts";
import { LOOKS } from "./launch-chromium.ts";
import { Relay } from "./relay.ts";
import { type Victim, type VictimMode, VICTIMS } from "./victims.ts";

/** Of a vote. */
export type Fields = Readonly<Record<string, string>>;

export interface Attempt {
  readonly way: Way;
  readonly site: Site;
  /** The checks that are in order. */
  readonly standing: ReadonlySet<Check>;
}

interface Opening {
  readonly browser: Browser;
  readonly attacker: Attacker;
  readonly mode: VictimMode;
  /** What is in order while somebody signs in, when cookies are set. */
  readonly standing: ReadonlySet<Check>;
}

export class AttackedBrowser {
  readonly #page: Page;
  readonly #attacker: Attacker;
  readonly #relay: Relay;
  readonly #victim: Victim;

  private constructor(page: Page, attacker: Attacker, relay: Relay, victim: Victim) {
    this.#page = page;
    this.#attacker = attacker;
    this.#relay = relay;
    this.#victim = victim;
  }

  static async open(
    t: TestContext,
    { browser, attacker, mode, standing }: Opening,
  ): Promise<AttackedBrowser> {
    const context = await browser.newContext(LOOKS[0]);
    t.after(() => context.close());
    const page = await context.newPage();
    const relay = await Relay.start(t, OWN_HOST);
    relay.standing = standing;
    return new AttackedBrowser(page, attacker, relay, await VICTIMS[mode](t, page, relay));
  }

  /** The fields of a vote on a new approval of that name. */
  async openApproval(name: string): Promise<Fields> {
    const code = await this.#victim.openApproval(name);
    const hidden = this.#page.locator('form[action$="/votes"] input[type=hidden]');
    const fields = await hidden.evaluateAll((inputs) =>
      inputs.map((input) => [input.getAttribute("name") ?? "", input.getAttribute("value") ?? ""] as const),
    );
    return { ...Object.fromEntries(fields), decision: "approve", ...(code !== undefined && { code }) };
  }

  /** How many votes there are once it has been tried. */
  async attack(name: string, fields: Fields, { way, site, standing }: Attempt): Promise<number> {
    this.#relay.standing = standing;
    const path = `${approvalPath({ namespace: "default", name })}/votes`;
    const { url } = this.#relay;
    const target = { page: `${url}${path}`, api: `${url}/api/v1${path}${this.#victim.query}`, fields };
    // What a form has begun to open would be in the way of the next.
    const page = await this.#page.context().newPage();
    await page.goto(this.#attacker.addressAt(site));
    const answered = this.#relay.untilAnswered();
    await attack(page, target, way);
    await answered;
    await page.close();
    return await this.#countVotes(name);
  }

  /** How many votes there are then. */
  async voteByOurPage(name: string, { code }: Fields): Promise<number> {
    await this.#page.goto(`${this.#relay.url}${approvalPath({ namespace: "default", name })}`);
    if (code !== undefined) await this.#page.getByLabel("Code from your message").fill(code);
    await this.#page.getByRole("button", { name: "Approve" }).click();
    await this.#page.getByRole("heading", { name: /Your vote is recorded/u }).waitFor();
    return await this.#countVotes(name);
  }

  async #countVotes(name: string): Promise<number> {
    const ref = { namespace: "default", name };
    const { status } = await this.#victim.cluster.api.get<ApprovalTask>(APPROVAL_TASKS, ref);
    return status?.votes?.length ?? 0;
  }
}
