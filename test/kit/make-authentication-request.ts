import type { AuthenticationRequest } from "../../src/auth/authenticator.ts";

/** A request for `path` with these headers, as an authenticator sees it; from this machine when nothing else is said. */
export function makeAuthenticationRequest(
  path: string,
  headers: readonly (readonly [name: string, value: string])[] = [],
  peer = "127.0.0.1",
): AuthenticationRequest {
  const pairs = headers.map(([name, value]): [string, string] => [name, value]);
  return {
    url: new URL(path, "http://localhost:9000"),
    headers: new Headers(pairs),
    rawHeaders: pairs.flat(),
    peer,
  };
}
