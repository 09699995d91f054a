import type { ServerResponse } from "node:http";
import type { Authentication } from "../auth/authenticator.ts";

/** What the middlewares leave for the handlers. */
export interface WebEnv {
  /** Of Node's server; absent where there is no connection, as in tests of the app alone. */
  readonly Bindings: { readonly outgoing?: ServerResponse };
  readonly Variables: {
    readonly authentication: Authentication;
    /** Fields of a form, each once; of POSTs of forms alone. */
    readonly form: ReadonlyMap<string, string>;
  };
}
