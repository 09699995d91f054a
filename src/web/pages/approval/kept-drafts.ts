// What somebody typed whose vote has to wait for a sign-in: it goes along with the browser, sealed, for that account alone.
import type { Context } from "hono";
import { type Cookie, describeCookie } from "../../../auth/cookie.ts";
import type { Principal } from "../../../auth/principal.ts";
import { seal, unseal } from "../../../auth/seal.ts";
import type { SigningKeys } from "../../../auth/signing-keys.ts";
import type { WebEnv } from "../../web-env.ts";

interface KeptDraft {
  /** Of the approval. */
  readonly path: string;
  readonly account: Pick<Principal, "issuer" | "subject">;
  readonly comment: string;
  readonly operation?: string;
}

export interface KeptDrafts {
  /** False when it is too long for that. */
  keep(c: Context<WebEnv>, draft: KeptDraft): Promise<boolean>;
  find(c: Context<WebEnv>, path: string): Promise<KeptDraft | undefined>;
  drop(c: Context<WebEnv>): void;
}

/** A browser keeps 4,096 bytes in one. The longest comment takes two. */
const PART_LENGTH = 3_800;
const PARTS = 2;
/** As long as a sign-in may take, and to read the page again. */
const MAX_AGE_SECONDS = 30 * 60;

export function createKeptDrafts(keys: SigningKeys, baseUrl: URL): KeptDrafts {
  const cookies = Array.from({ length: PARTS }, (_, index) =>
    describeCookie(baseUrl, `countersign-draft-${index}`),
  );
  const tell = (c: Context<WebEnv>, setCookie: string): void =>
    c.header("Set-Cookie", setCookie, { append: true });
  const read = ({ req }: Context<WebEnv>): string =>
    cookies.map((cookie) => cookie.read(req.raw.headers) ?? "").join("");
  return {
    async keep(c, draft) {
      const sealed = await seal(keys, "draft", JSON.stringify(draft));
      if (sealed.length > PART_LENGTH * PARTS) return false;
      for (const [index, cookie] of cookies.entries()) tell(c, setPart(cookie, sealed, index));
      return true;
    },
    async find(c, path) {
      const sealed = read(c);
      const opened = sealed === "" ? undefined : await unseal(keys, "draft", sealed);
      const draft = opened === undefined ? undefined : (JSON.parse(opened.text) as KeptDraft);
      const { issuer, subject } = c.get("principal") ?? {};
      const isTheirs = draft?.account.issuer === issuer && draft?.account.subject === subject;
      return draft?.path === path && isTheirs ? draft : undefined;
    },
    drop(c) {
      if (read(c) !== "") for (const cookie of cookies) tell(c, cookie.clear);
    },
  };
}

function setPart(cookie: Cookie, sealed: string, index: number): string {
  const part = sealed.slice(index * PART_LENGTH, (index + 1) * PART_LENGTH);
  return part === "" ? cookie.clear : cookie.set(part, MAX_AGE_SECONDS);
}
