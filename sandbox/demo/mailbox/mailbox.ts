// What the demo's receivers were sent, to be read on its page: the newest messages, and no more of them than these.

/** So many are kept. */
const MOST = 200;

export interface ReceivedMail {
  readonly channel: "mail";
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Absent: it has none. */
  readonly html?: string;
}

export interface ReceivedPost {
  readonly channel: "slack" | "teams" | "webhook";
  /** Of the channel, or of whoever is called. */
  readonly name: string;
  readonly body: unknown;
}

export type Received = (ReceivedMail | ReceivedPost) & {
  readonly id: string;
  /** RFC 3339. */
  readonly time: string;
};

export class Mailbox {
  readonly #now: () => number;
  #messages: readonly Received[] = [];
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Newest first. */
  get messages(): readonly Received[] {
    return this.#messages;
  }

  add(message: ReceivedMail | ReceivedPost): void {
    this.#count += 1;
    const received = { ...message, id: String(this.#count), time: new Date(this.#now()).toISOString() };
    this.#messages = [received, ...this.#messages.slice(0, MOST - 1)];
  }

  find(id: string): Received | undefined {
    return this.#messages.find((message) => message.id === id);
  }
}
