// What holds of every answer, whatever was asked.
import { KEPT_ELSEWHERE } from "./ballots.ts";
import type { Answer } from "./read-answers.ts";
import type { RequestCase } from "./request-case.ts";

const HEADERS = {
  "content-security-policy": /^default-src 'none';.*frame-ancestors 'none'/u,
  "x-content-type-options": /^nosniff$/u,
  "referrer-policy": /^no-referrer$/u,
  "cross-origin-opener-policy": /^same-origin$/u,
  "cross-origin-resource-policy": /^same-origin$/u,
  "cache-control": /no-store|immutable/u,
} as const;

/** A frame of a stack, or a path of ours. */
const INSIDE = /\n\s+at \S+.*:\d+:\d+|node_modules|\/src\/[a-z-]+\/[a-z-]+\.ts|[A-Z][a-z]+Error:/u;
const UNESCAPED = /<script>fuzz|href="javascript:/iu;

const ADDRESS = /^\/(?:api\/v1\/)?approvals\/(?<namespace>[^/?#]+)\/(?<name>[^/?#]+)/u;
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;
const NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/u;

export interface Fault {
  /** The sort of it. */
  readonly kind: string;
  readonly told: string;
}

/** Everything that is wrong with an answer. */
export function judgeAnswer(
  { method, target, vote, cancels }: RequestCase,
  answer: Answer,
): readonly Fault[] {
  const faults: Fault[] = [];
  const { status, headers, body } = answer;
  const add = (kind: string, told: string): void => void faults.push({ kind, told: `${status}, ${told}` });
  if (status < 200 || status >= 500) add("an answer of 5xx", body.slice(0, 200));
  for (const [name, expected] of Object.entries(HEADERS)) {
    const given = headers.get(name);
    if (given === undefined || !expected.test(given))
      add("a security header is missing", `${name}: ${given}`);
  }
  if (headers.has("access-control-allow-origin"))
    add("an answer for other sites", "Access-Control-Allow-Origin");
  const inside = INSIDE.exec(body);
  if (inside !== null && !headers.get("content-type")?.startsWith("text/javascript"))
    add("an answer tells of the inside", inside[0]);
  if (headers.get("content-type")?.startsWith("text/html") && UNESCAPED.test(body))
    add("text becomes markup", "unescaped");
  if (status < 400 && !tellsTheWay(method, status) && !isAddress(target))
    add("an address that names nothing is answered", target);
  if (body.includes(KEPT_ELSEWHERE)) add("something of a namespace that is not served is shown", target);
  const isForbidden = (vote === "never" && cancels !== true) || method !== "POST";
  if (isRecorded(answer) && isForbidden) add("a vote is taken", target);
  if (cancels === true && !isRecorded(answer)) add("a good cancellation is not taken", body.slice(0, 300));
  if (vote === "must" && !isRecorded(answer)) add("a good vote is not taken", body.slice(0, 300));
  return faults;
}

const RECEIPT = /^\/approvals\/[^/]+\/[^/]+\/receipt$/u;

/** What the two doors say when they have recorded a vote or a cancellation. (The page of an approval may be called `receipt`, too.) */
export function isRecorded({ status, headers }: Answer): boolean {
  return status === 201 || (status === 303 && RECEIPT.test(headers.get("location") ?? ""));
}

/** Which methods an address takes, and that it has no slash at its end, is said without a look at the names in it. */
function tellsTheWay(method: string, status: number): boolean {
  return status === 308 || (method === "OPTIONS" && status === 204);
}

/** False when it is about an approval by names that no Kubernetes object has. Placeholders stand for good ones. */
function isAddress(target: string): boolean {
  const { namespace = "", name = "" } = ADDRESS.exec(target.replaceAll(/<<name>>/gu, "x"))?.groups ?? {};
  // What is a step to another folder is for the URL's rules, and changes what is asked for.
  if (namespace === "" || [namespace, name].some((part) => /^(?:\.|%2e){1,2}$/iu.test(part))) return true;
  return NAMESPACE.test(decode(namespace)) && NAME.test(decode(name));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
