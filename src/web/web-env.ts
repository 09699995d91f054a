import type { Authentication } from "../auth/authenticator.ts";

/** What the middlewares leave for the handlers. */
export interface WebEnv {
  readonly Variables: {
    readonly authentication: Authentication;
    /** Fields of a form, each once; of POSTs of forms alone. */
    readonly form: ReadonlyMap<string, string>;
  };
}
