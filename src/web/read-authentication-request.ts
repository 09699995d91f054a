import type { Context } from "hono";
import type { AuthenticationRequest } from "../auth/authenticator.ts";
import type { WebEnv } from "./web-env.ts";

/** What authenticators may look at: of the connection itself where there is one, of the request alone in tests of the app. */
export function readAuthenticationRequest(c: Context<WebEnv>): AuthenticationRequest {
  const { headers } = c.req.raw;
  const connection: WebEnv["Bindings"] | undefined = c.env;
  const incoming = connection?.incoming;
  return {
    url: new URL(c.req.url),
    headers,
    rawHeaders: incoming?.rawHeaders ?? [...headers].flat(),
    peer: incoming?.socket.remoteAddress,
  };
}
