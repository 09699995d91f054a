import type { IncomingMessage, ServerResponse } from "node:http";
import type { Principal } from "../auth/principal.ts";
import type { Session } from "../auth/session.ts";

/** What the middlewares leave for the handlers. */
export interface WebEnv {
  /** Of Node's server; absent where there is no connection, as in tests of the app alone. */
  readonly Bindings: { readonly incoming?: IncomingMessage; readonly outgoing?: ServerResponse };
  readonly Variables: {
    /** Undefined: nobody is signed in. */
    readonly principal: Principal | undefined;
    /** Of pages alone. */
    readonly session: Session;
    /** Whether limits have counted the request, for whomever. */
    readonly isCounted: boolean;
    /** Fields of a form, each once; of POSTs of forms alone. */
    readonly form: ReadonlyMap<string, string>;
  };
}
