/** One request, as faults and recordings see it. `verb` is the API server's: `list`, `create`, `deletecollection` … */
export interface RequestDescription {
  readonly verb: string;
  /** The path without its query. */
  readonly path: string;
  /** Empty for the core group and for paths that name no resource. */
  readonly group: string;
  /** The plural; empty for paths that name no resource. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** What goes wrong with a request; parts combine, the delay comes first, then the hold. */
export interface Fault {
  readonly delayMs?: number;
  /** Waits for it: a test that holds a write decides what comes before it. */
  readonly hold?: Promise<void>;
  /** Answered instead of doing it. */
  readonly refuse?: {
    readonly code: number;
    readonly reason?: string;
    readonly message?: string;
    readonly retryAfterSeconds?: number;
  };
  /** Closes the connection before doing it, or after doing it without an answer. */
  readonly drop?: "before" | "after";
  /** Does nothing and never answers; the connection stays open. */
  readonly hang?: boolean;
}

/** Asked for each request; `undefined` lets it pass. */
export type FaultPlan = (request: RequestDescription) => Fault | undefined;

/** What became of a request. */
export interface RequestRecord extends RequestDescription {
  /** The name of whoever asked. */
  readonly user: string;
  /** HTTP status; 0 when the connection was dropped. */
  readonly code: number;
  /** True when the request changed what is stored. */
  readonly changed: boolean;
}

/** Called when a request is done and before it is answered; the answer waits for a promise that it returns. */
export type RequestListener = (record: RequestRecord) => void | Promise<void>;
