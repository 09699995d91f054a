// How the suites that start the product as a process sign in there: in open mode, or in the one that COUNTERSIGN_SUITE_AUTH
// names. The suites are the same in each.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { completeSettings } from "../../src/config/read-settings.ts";
import { API_VERSION, KIND } from "../../src/config/settings.ts";
import { findToken, SUITE_AUDIENCES } from "./suite-people.ts";

const SUITE_AUTHS = ["open", "proxy", "kubernetes"] as const;
type SuiteAuth = (typeof SUITE_AUTHS)[number];

export const SUITE_AUTH = readSuiteAuth(process.env["COUNTERSIGN_SUITE_AUTH"]);

const USER_HEADER = "x-forwarded-user";
const GROUPS_HEADER = "x-forwarded-groups";
const SECRET_HEADER = "x-proxy-secret";
const SECRET = "tests-stand-where-the-proxy-would";

function readSuiteAuth(given = "open"): SuiteAuth {
  const named = SUITE_AUTHS.find((auth) => auth === given);
  if (named !== undefined) return named;
  throw new Error(`COUNTERSIGN_SUITE_AUTH is ${given}; give one of ${SUITE_AUTHS.join(", ")}.`);
}

/** Flags of `serve` for that mode; what it needs beside them is written to the folder. */
export function authFlags(folder: string): Readonly<Record<string, string>> {
  if (SUITE_AUTH === "open") return { auth: "open" };
  const [config, valueFile] = [join(folder, "config.yaml"), join(folder, "proxy-secret")];
  writeFileSync(config, stringify({ apiVersion: API_VERSION, kind: KIND, ...authSettings(valueFile) }));
  writeFileSync(valueFile, SECRET, { mode: 0o600 });
  return { config };
}

type GivenSettings = Parameters<typeof completeSettings>[0];

/** The settings for that mode, with the file that has the proxy's secret. */
export function authSettings(valueFile: string): Pick<GivenSettings, "auth" | "access"> {
  if (SUITE_AUTH === "open") return { auth: { modes: ["open"] } };
  // Who cancels in the suites; in open mode everybody may.
  const access = { cancel: { users: ["ines", "ann"] } };
  if (SUITE_AUTH === "kubernetes") {
    const kubernetes = { audiences: SUITE_AUDIENCES, accessReview: false };
    return { auth: { modes: ["kubernetes"], kubernetes }, access };
  }
  const proof = { secret: { header: SECRET_HEADER, valueFile } };
  const headers = { name: USER_HEADER, groups: GROUPS_HEADER };
  return {
    // Links beside it: who has the proxy's headers is whom they name all the same.
    auth: {
      modes: ["proxy", "link"],
      link: { decide: true },
      proxy: { from: ["127.0.0.1"], proof, headers },
    },
    access,
  };
}

/** What is in the file, for whoever starts `serve` without one. */
export const PROXY_SECRETS: readonly string[] = [SECRET];

export interface SignedIn {
  /** For the address, with its question mark; may be empty. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a request carries that comes from this person. */
export function signIn(user: string, ...groups: readonly string[]): SignedIn {
  if (SUITE_AUTH === "open") {
    const query = new URLSearchParams({ user });
    for (const group of groups) query.append("group", group);
    return { query: `?${query.toString()}`, headers: {} };
  }
  if (SUITE_AUTH === "kubernetes") {
    return { query: "", headers: { authorization: `Bearer ${findToken(user, groups)}` } };
  }
  const named = { [USER_HEADER]: toHeader(user), [SECRET_HEADER]: SECRET };
  return {
    query: "",
    headers: groups.length === 0 ? named : { ...named, [GROUPS_HEADER]: toHeader(groups.join(",")) },
  };
}

/** UTF-8, a character a byte, as `fetch` takes it. */
function toHeader(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
