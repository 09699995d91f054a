// What tokens, keys and addresses say of themselves. Each takes as much of what follows as tells it from a word, and no more:
// a text is searched, and whoever shows it is not kept waiting by a long one.

/** How the tokens of one service begin. */
const TOKENS = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    "gh[opsur]_[A-Za-z0-9]{4}|github_pat_[A-Za-z0-9]|gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|imt)-[A-Za-z0-9_-]{4}",
    "ATATT3|ATCTT3|AKIA[A-Z0-9]{4}|A(?:SIA|BIA|CCA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{20}|ya29\\.[A-Za-z0-9_-]{8}|GOCSPX-",
    "xox[a-z]{1,2}-[A-Za-z0-9-]{4}|xapp-[0-9]|xwfp-[0-9]|\\d{8,10}:[A-Za-z0-9_-]{35}",
    "[sr]k_(?:live|test)_|whsec_[A-Za-z0-9]|sk-(?:ant-|proj-|[A-Za-z0-9]{20})|hf_[A-Za-z0-9]{16}|r8_[A-Za-z0-9]{16}",
    "npm_[A-Za-z0-9]{16}|pypi-AgE[A-Za-z0-9]|rubygems_[a-f0-9]{16}|dckr_(?:pat|oat)_|oy2[a-z0-9]{43}",
    "hv[sbr]\\.[A-Za-z0-9_-]{8}|s\\.[A-Za-z0-9]{24}(?![A-Za-z0-9])|sha256~[A-Za-z0-9_-]{16}",
    "[a-z0-9]{6}\\.(?=[a-z]{0,15}[0-9])[a-z0-9]{16}(?![a-z0-9])|AGE-SECRET-KEY-|tskey-|[0-9a-f]{32}-us\\d{1,2}(?![0-9])|pul-[a-f0-9]{16}",
    "SG\\.[A-Za-z0-9_-]{8,64}\\.[A-Za-z0-9_-]{8}|xkeysib-|key-[a-f0-9]{32}|NRAK-[A-Z0-9]|sntrys_|dt0c01\\.",
    "dop_v1_|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{8}|sq0(?:atp|csp)-|PMAK-[a-f0-9]|lin_api_|gl(?:sa|c)_[A-Za-z0-9]{8}",
  ].join("|")})`,
  "u",
);

/** It begins with the base64 of `{"`; a signed one has two dots, an encrypted one four. */
const JSON_WEB_TOKEN = /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{2}/u;

/** In PEM, also as part of an address, and in the form of PuTTY. */
const PRIVATE_KEY = /BEGIN[A-Z0-9+% ]{1,60}PRIVATE(?: |\+|%20)KEY|PuTTY-User-Key-File/u;

/** The beginning of PEM in base64. */
const ENCODED_PEM = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,60}/gu;

/** With a password; or, on the web, a name alone, which is mostly a token there. `ssh://git@host` has no secret in it. */
const USER_IN_URL = /:\/\/[^\s/?#@:]{0,2048}:[^\s/?#@]{1,2048}@|https?:\/\/[^\s/?#@]{1,2048}@/iu;

/** A password may have a slash in it that nobody escaped. What follows a port is a path: `registry:5000/@scope`. */
const RAW_USER_IN_URL =
  /:\/\/[^\s/?#@:]{0,256}:(?!\d{1,5}[/?#])[^\s@]{1,256}@|jdbc:oracle:[a-z]{1,4}:[^\s/@]{1,128}\/[^\s@]{1,128}@/iu;

/** Whoever knows the address may post there. */
const WEBHOOK =
  /hooks\.slack\.com\/(?:services|workflows|triggers)\/|webhook\.office\.com\/webhook|discord(?:app)?\.com\/api\/webhooks\/|chat\.googleapis\.com\/v1\/spaces\//iu;

const AUTHORIZATION =
  /\b(?:Bearer|Basic|Token|ApiKey|Negotiate)\s{1,9}(?=[^\s]{0,200}[0-9=])[A-Za-z0-9+/=_.~-]{16}/iu;

/** Of a password, as `crypt` and its successors write it. */
const PASSWORD_HASH =
  /\$(?:2[abxy]?\$\d\d\$|[1567y]\$[^\s$]{1,64}\$[./A-Za-z0-9]{4}|apr1\$|argon2(?:id|i|d)\$|pbkdf2[a-z0-9-]{0,10}\$|scrypt\$)/u;

const FORMS = [
  TOKENS,
  JSON_WEB_TOKEN,
  PRIVATE_KEY,
  USER_IN_URL,
  RAW_USER_IN_URL,
  WEBHOOK,
  AUTHORIZATION,
  PASSWORD_HASH,
] as const;

/** Whether there is a token, a private key, or an address with a password in it. */
export function hasToken(text: string): boolean {
  return FORMS.some((form) => form.test(text)) || hasEncodedKey(text);
}

function hasEncodedKey(text: string): boolean {
  return text
    .matchAll(ENCODED_PEM)
    .some(([encoded]) => Buffer.from(encoded, "base64").toString("latin1").includes("PRIVATE"));
}
