import type { Logger } from "../../std/logger.ts";
import { refuse, ok, type Result } from "../../std/result.ts";
import type { Timers } from "../../std/timers.ts";
import { readSmallFile } from "./read-small-file.ts";

interface WatchedFileOptions<Content> {
  /** The setting that names it, for messages: `keyFile`. */
  readonly setting: string;
  readonly path: string;
  /** How long it may be; as any secret is when absent. */
  readonly mostBytes?: number;
  /** Refused with what goes on after the file's name; must not quote a secret. */
  readonly parse: (bytes: Buffer) => Result<Content, string>;
}

/** Kubernetes takes up to a minute to bring a changed Secret, so seconds more are nothing. */
const LOOK_EVERY_MS = 5_000;
/** A file that is written in place is half written in between. */
const LOOK_AGAIN_AFTER_MS = 1_000;

/**
 * A file whose content is a setting. It is read again while it is watched: by its path each time, since Kubernetes swaps the
 * folder behind a link. A change counts when two looks in a row have seen it; one that cannot be used is warned of once,
 * and what was read before stays in force.
 */
export class WatchedFile<Content> {
  readonly #options: WatchedFileOptions<Content>;
  #content: Content;
  /** What the last look that counted saw: bytes, or why there were none. */
  #known: string;
  #pending: string | undefined;
  #cancel: (() => void) | undefined;
  #isWatched = false;

  private constructor(options: WatchedFileOptions<Content>, content: Content, known: string) {
    this.#options = options;
    this.#content = content;
    this.#known = known;
  }

  /** Refused with a sentence when the file cannot be used. */
  static async open<Content>(
    options: WatchedFileOptions<Content>,
  ): Promise<Result<WatchedFile<Content>, string>> {
    const bytes = await readSmallFile(options.path, options.mostBytes);
    const content = bytes.ok ? options.parse(bytes.value) : bytes;
    if (!bytes.ok || !content.ok) {
      return refuse(`${options.setting}: The file ${options.path} ${content.ok ? "" : content.error}.`);
    }
    return ok(new WatchedFile(options, content.value, identify(bytes)));
  }

  /** What is in force. */
  get content(): Content {
    return this.#content;
  }

  watch(parts: { readonly timers: Timers; readonly logger: Logger }): void {
    this.#isWatched = true;
    this.#lookAfter(LOOK_EVERY_MS, parts);
  }

  stop(): void {
    this.#isWatched = false;
    this.#cancel?.();
  }

  #lookAfter(delayMs: number, parts: { readonly timers: Timers; readonly logger: Logger }): void {
    if (!this.#isWatched) return;
    this.#cancel = parts.timers.after(delayMs, () => {
      void this.#look(parts.logger).then((isSettled) =>
        this.#lookAfter(isSettled ? LOOK_EVERY_MS : LOOK_AGAIN_AFTER_MS, parts),
      );
    });
  }

  /** False when something changed that has to be seen again before it counts. Never rejects. */
  async #look(logger: Logger): Promise<boolean> {
    const bytes = await readSmallFile(this.#options.path, this.#options.mostBytes);
    const seen = identify(bytes);
    const isOld = seen === this.#known;
    const isNew = !isOld && seen !== this.#pending;
    this.#pending = isNew ? seen : undefined;
    if (isNew) return false;
    if (!isOld) this.#take(bytes, logger);
    this.#known = seen;
    return true;
  }

  #take(bytes: Result<Buffer, string>, logger: Logger): void {
    const { setting, path, parse } = this.#options;
    const content = bytes.ok ? parse(bytes.value) : bytes;
    if (content.ok) {
      this.#content = content.value;
      logger.info({ setting, path }, `The file of ${setting} has changed and is read again.`);
    } else {
      const fault = `${setting}: The file ${path} ${content.error}.`;
      logger.warn({ setting, path }, `${fault} What it said before stays in force.`);
    }
  }
}

function identify(bytes: Result<Buffer, string>): string {
  return bytes.ok ? `:${bytes.value.toString("latin1")}` : bytes.error;
}
