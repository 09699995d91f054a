// A provider's keys and tokens for tests: good ones, and everything that somebody could make of them.
import { createHmac } from "node:crypto";

import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

export const TOKEN_ISSUER = "https://id.example.com";
export const TOKEN_CLIENT = "countersign";
export const TOKEN_NOW_MS = Date.parse("2026-11-24T14:02:00Z");
const NOW_S = TOKEN_NOW_MS / 1000;

export const GOOD_CLAIMS = {
  iss: TOKEN_ISSUER,
  sub: "17",
  aud: TOKEN_CLIENT,
  iat: NOW_S - 60,
  exp: NOW_S + 300,
  preferred_username: "mary",
  email: "mary@example.com",
  email_verified: true,
  groups: ["dev", "ops"],
} satisfies JWTPayload;

/** Of one token, what is wrong with it; and the token. */
export interface ForgedToken {
  readonly name: string;
  readonly token: string;
}

type Header = Readonly<Record<string, unknown>>;

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

export class TokenForge {
  readonly #keys: KeyPair;
  readonly #others: KeyPair;
  readonly #jwk: JWK;
  readonly #claims: JWTPayload;

  private constructor(keys: KeyPair, others: KeyPair, jwk: JWK, claims: JWTPayload) {
    this.#claims = claims;
    this.#keys = keys;
    this.#others = others;
    this.#jwk = jwk;
  }

  /** @param claims what good tokens have beside `GOOD_CLAIMS` */
  static async open(claims: JWTPayload = {}): Promise<TokenForge> {
    const [keys, others] = [
      await generateKeyPair("ES256"),
      await generateKeyPair("ES256", { extractable: true }),
    ];
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: "k1", use: "sig", alg: "ES256" };
    return new TokenForge(keys, others, jwk, { ...GOOD_CLAIMS, ...claims });
  }

  /** What the provider publishes. */
  get jwks(): { readonly keys: readonly JWK[] } {
    return { keys: [this.#jwk] };
  }

  /** Signed by the provider; with claims that are undefined left out. */
  async sign(claims: Header = {}, header: Header = {}): Promise<string> {
    return await new SignJWT({ ...this.#claims, ...claims })
      .setProtectedHeader({ alg: "ES256", kid: "k1", typ: "JWT", ...header })
      .sign(this.#keys.privateKey, { crit: { "x-new": true } });
  }

  /** Everything that is to be refused, each by itself. */
  async forgeAll(): Promise<readonly ForgedToken[]> {
    return [
      ...(await this.#forgeClaims()),
      ...(await this.#forgeHeaders()),
      ...(await this.#forgeKeys()),
      ...damage(await this.sign()),
    ];
  }

  /** Signed by the provider, and not for us, or not now, or not to say who somebody is. */
  async #forgeClaims(): Promise<readonly ForgedToken[]> {
    return await Promise.all(
      WRONG_CLAIMS.map(async (claims) => ({
        name: `claims ${JSON.stringify(claims, showUndefined)}`,
        token: await this.sign(claims),
      })),
    );
  }

  async #forgeHeaders(): Promise<readonly ForgedToken[]> {
    const signed = await Promise.all(
      WRONG_HEADERS.map(async (header) => ({
        name: `header ${JSON.stringify(header)}`,
        token: await this.sign({}, header),
      })),
    );
    const [, payload = "", signature = ""] = (await this.sign()).split(".");
    // What is not signed so, but says that it is.
    const relabelled = [
      "none",
      "None",
      "NONE",
      "nOnE",
      "",
      "HS256",
      "HS512",
      "RS256",
      "PS256",
      "ES384",
      "EdDSA",
      "dir",
    ].flatMap((alg) =>
      [signature, ""].map((end) => ({
        name: `alg ${alg} and the signature ${end === "" ? "left out" : "kept"}`,
        token: `${encode({ alg, kid: "k1", typ: "JWT" })}.${payload}.${end}`,
      })),
    );
    return [...signed, ...relabelled];
  }

  /** Signed, and not by the provider. */
  async #forgeKeys(): Promise<readonly ForgedToken[]> {
    const other = await exportJWK(this.#others.publicKey);
    const claims = this.#claims;
    const byOther = async (header: Header): Promise<string> =>
      await new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", typ: "JWT", ...header })
        .sign(this.#others.privateKey);
    const headers: readonly Header[] = [
      { kid: "k1" },
      {},
      { kid: "k2" },
      { kid: "k1", jwk: other },
      { jwk: other },
      { kid: "k1", jku: "https://evil.example/jwks" },
      { kid: "k1", x5u: "https://evil.example/cert" },
      { kid: "k1", x5c: ["MIIB"] },
      { kid: "../../../dev/null" },
      { kid: "k1' UNION SELECT 'k" },
      { kid: "K1" },
      { kid: "" },
    ];
    const foreign = headers.map(async (header) => ({
      name: `another key, header ${JSON.stringify(header)}`,
      token: await byOther(header),
    }));
    // The public key, which everybody has, as if it were a shared secret.
    const secrets = [
      await exportSPKI(this.#keys.publicKey),
      JSON.stringify(this.#jwk),
      this.#jwk.x ?? "",
      "",
    ];
    const shared = secrets.flatMap((secret) =>
      (["sha256", "sha384", "sha512"] as const).map((hash) => ({
        name: `HMAC of ${hash} with ${secret.slice(0, 30)}`,
        token: signShared(secret, hash, this.#claims),
      })),
    );
    return [...(await Promise.all(foreign)), ...shared];
  }
}

const WRONG_CLAIMS: readonly Header[] = [
  ...[
    `${TOKEN_ISSUER}/`,
    "https://ID.example.com",
    "http://id.example.com",
    "https://id.example.com.evil.example",
    "",
    undefined,
    7,
    [TOKEN_ISSUER],
    null,
  ].map((iss) => ({ iss })),
  ...[
    "other",
    "",
    "Countersign",
    "countersign ",
    "countersign,other",
    undefined,
    null,
    7,
    [],
    ["other"],
    { countersign: true },
    [["countersign"]],
  ].map((aud) => ({ aud })),
  { aud: [TOKEN_CLIENT, "other"] },
  ...["other", "", 7, null, [TOKEN_CLIENT], "Countersign"].map((azp) => ({ azp })),
  ...["other", undefined].map((azp) => ({ aud: [TOKEN_CLIENT, "other"], azp })),
  ...[NOW_S - 61, NOW_S - 86_400, 0, -1, -1e300, undefined, null, `${NOW_S + 300}`, [NOW_S + 300], true].map(
    (exp) => ({ exp }),
  ),
  ...[NOW_S + 61, NOW_S + 86_400, 1e300, undefined, null, "0", [NOW_S]].map((iat) => ({ iat })),
  ...[NOW_S + 61, 1e300, "0", null].map((nbf) => ({ nbf })),
  ...["", " ", undefined, null, 17, ["17"], { id: "17" }, true].map((sub) => ({ sub })),
  { events: { "http://schemas.openid.net/event/backchannel-logout": {} } },
  ...["Bearer", "Refresh", "Logout", "", 7].map((typ) => ({ typ })),
  ...["access", "refresh", "", null].map((use) => ({ token_use: use })),
];

const WRONG_HEADERS: readonly Header[] = [
  ...["at+jwt", "application/at+jwt", "logout+jwt", "dpop+jwt", "JWS", "", "jwt2", "xjwt"].map((typ) => ({
    typ,
  })),
  { cty: "JWT" },
  { crit: ["x-new"], "x-new": 1 },
  { kid: "k2" },
];

/** Each character of the signature and every seventh of the rest changed; and what is cut, doubled or written otherwise. */
function damage(token: string): readonly ForgedToken[] {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const from = token.length - signature.length;
  const flipped = Array.from(token).flatMap((character, at) => {
    if (character === "." || (at < from && at % 7 !== 0)) return [];
    const other = character === "A" ? "B" : "A";
    return [
      { name: `character ${at} changed`, token: `${token.slice(0, at)}${other}${token.slice(at + 1)}` },
    ];
  });
  const rewritten = [
    `${header}.${payload}`,
    `${header}.${payload}.`,
    `${header}..${signature}`,
    `.${payload}.${signature}`,
    `${token}.`,
    `${token}.${signature}`,
    `${token}=`,
    `${header}=.${payload}.${signature}`,
    `${token} `,
    ` ${token}`,
    `${token}\n`,
    token.replaceAll(".", ".."),
    token.slice(0, -1),
    `${token}A`,
    `${payload}.${header}.${signature}`,
    `${encode({ ...decode(header), a: 1 })}.${payload}.${signature}`,
    `${header}.${encode({ ...decode(payload), groups: ["admin"] })}.${signature}`,
    JSON.stringify({ protected: header, payload, signature }),
    Buffer.from(token).toString("base64url"),
    encodeURIComponent(`${token} `),
    "",
    "..",
  ];
  return [
    ...flipped,
    ...rewritten.map((text) => ({ name: `written as ${text.slice(-40)} (${text.length})`, token: text })),
  ];
}

function signShared(secret: string, hash: "sha256" | "sha384" | "sha512", claims: JWTPayload): string {
  const signed = `${encode({ alg: `HS${hash.slice(3)}`, kid: "k1", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): object {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as object;
}

function showUndefined(_key: string, value: unknown): unknown {
  return value === undefined ? "(absent)" : value;
}
