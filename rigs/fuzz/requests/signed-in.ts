import { signIn, SUITE_AUTH } from "../../../test/kit/suite-auth.ts";
import type { Header } from "./request-case.ts";

if (SUITE_AUTH === "kubernetes") {
  throw new Error(
    "In mode kubernetes there are no forms to fuzz. Set COUNTERSIGN_SUITE_AUTH to open or proxy.",
  );
}

/** How a case says that the ballot's person sends it: by the query in open mode, else by what the proxy adds. */
export const SIGNED_IN: { readonly query: string; readonly headers: readonly Header[] } =
  SUITE_AUTH === "open"
    ? { query: "?user=<<user>>", headers: [] }
    : { query: "", headers: Object.entries(signIn("<<user>>").headers) };

/** Names of headers that mode `proxy` reads in the suites. */
export const PROXY_HEADERS = { user: "x-forwarded-user", secret: "x-proxy-secret" } as const;
