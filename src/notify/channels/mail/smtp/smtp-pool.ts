import type { Delivery } from "../../../channel.ts";
import type { ComposedMail } from "../compose-mail.ts";
import { judgeOutcome, judgeRefusal } from "./judge-outcome.ts";
import { asError } from "./smtp-error.ts";
import type { SmtpLogin } from "./smtp-login.ts";
import { type SmtpOutcome, type SmtpServer, SmtpSession } from "./smtp-session.ts";
import { Turns } from "./turns.ts";

/** Where, and as whom, mail is sent: as it is at the moment. */
export interface SmtpAccess {
  readonly server: SmtpServer;
  readonly login?: SmtpLogin;
  /** Differs whenever something of it does: the password, for one. */
  readonly version: string;
  readonly onLoginRefused?: () => void;
}

interface SmtpPoolOptions {
  readonly access: () => SmtpAccess;
  /** How many connections there are at most. */
  readonly size: number;
}

interface Kept {
  readonly session: SmtpSession;
  readonly version: string;
}

/** Mail servers do not like it when a connection never ends. */
const MOST_MESSAGES = 100;

/**
 * Connections that are used again, opened as they are needed. One whose password is no longer the one of the file is not used
 * again.
 */
export class SmtpPool {
  readonly #options: SmtpPoolOptions;
  readonly #turns: Turns;
  #idle: readonly Kept[] = [];
  #isClosed = false;

  constructor(options: SmtpPoolOptions) {
    this.#options = options;
    this.#turns = new Turns(options.size);
  }

  /** Never rejects. */
  async send(mail: ComposedMail, signal: AbortSignal): Promise<Delivery> {
    const access = this.#options.access();
    const server = `${access.server.host}:${access.server.port}`;
    if (this.#isClosed) return { kind: "refused", reason: `Not sent to ${server}: Countersign is stopping.` };
    if (!(await this.#turns.take(signal))) {
      return { kind: "refused", reason: `No connection to ${server} was free in time.` };
    }
    try {
      const outcome =
        (await this.#sendOnKept(mail, access, signal)) ?? (await this.#sendOnNew(mail, access, signal));
      return judgeOutcome(outcome, server);
    } catch (error) {
      return judgeRefusal(asError(error), server);
    } finally {
      this.#turns.give();
    }
  }

  /** What is under way comes to its end first. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turns.allGiven();
    await Promise.all(this.#idle.map(({ session }) => session.leave()));
  }

  /** Undefined where there is none, or it was gone before anything was sent on it, as one that was idle may be. */
  async #sendOnKept(
    mail: ComposedMail,
    { version }: SmtpAccess,
    signal: AbortSignal,
  ): Promise<SmtpOutcome | undefined> {
    const usable = this.#takeUsable(version);
    if (usable === undefined) return undefined;
    const outcome = await usable.session.send(mail, signal);
    if (outcome.kind === "lost" && !outcome.wasSent && !signal.aborted) return undefined;
    this.#keep(usable, outcome);
    return outcome;
  }

  async #sendOnNew(
    mail: ComposedMail,
    { server, login, version, onLoginRefused }: SmtpAccess,
    signal: AbortSignal,
  ): Promise<SmtpOutcome> {
    const opened = await SmtpSession.open(server, login, signal);
    if (!opened.ok) {
      if (opened.error.code === "EAUTH") onLoginRefused?.();
      return { kind: "refused", error: opened.error };
    }
    const session = opened.value;
    const outcome = await session.send(mail, signal);
    this.#keep({ session, version }, outcome);
    return outcome;
  }

  /** The rest that are not usable go. */
  #takeUsable(version: string): Kept | undefined {
    const isUsable = (kept: Kept): boolean => kept.session.isOpen && kept.version === version;
    const usable = this.#idle.filter(isUsable);
    for (const kept of this.#idle) if (!isUsable(kept)) kept.session.close();
    this.#idle = usable.slice(1);
    return usable[0];
  }

  #keep(kept: Kept, outcome: SmtpOutcome): void {
    if (outcome.kind !== "taken") return;
    if (kept.session.messages >= MOST_MESSAGES) void kept.session.leave();
    else this.#idle = [kept, ...this.#idle];
  }
}
