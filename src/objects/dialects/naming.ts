// What a run names as its task's API version and kind, and what that makes of it.
import { quoteValue } from "../parameters/parameter-error.ts";
import type { Dialect } from "./dialect.ts";

/**
 * `served`: an approval. `misnamed`: nothing else can be meant, and nobody serves it. `unknown`: of the dialect's group, but
 * perhaps another controller's.
 */
export interface Naming {
  readonly standing: "served" | "misnamed" | "unknown";
  /** As it stands in the run, and what should stand there. */
  readonly given: { readonly apiVersion: string; readonly kind: string };
  readonly meant: { readonly apiVersion: string; readonly kind: string };
}

/** Tekton writes this kind where a `taskRef` has none (contract C8). */
const NO_KIND: readonly string[] = ["", "task"];

/**
 * What `named`, a reference or an embedded spec, is to a dialect; `undefined`: nothing. In any case, as Automatiko reads it,
 * and as the policy of deploy/admission does.
 */
export function judgeNaming(
  { resource, formerVersions }: Pick<Dialect, "resource" | "formerVersions">,
  named: { readonly apiVersion?: unknown; readonly kind?: unknown } | undefined,
): Naming | undefined {
  const given = { apiVersion: readText(named?.apiVersion), kind: readText(named?.kind) };
  const [group, version = ""] = lowerAscii(given.apiVersion).split("/");
  if (group !== resource.group) return undefined;
  const kind = lowerAscii(given.kind);
  const isKind = kind === lowerAscii(resource.kind);
  const meant = { apiVersion: `${resource.group}/${resource.version}`, kind: resource.kind };
  if (isKind && version === resource.version) return { standing: "served", given, meant };
  const isMisnamed = NO_KIND.includes(kind) || (isKind && formerVersions.includes(version));
  return { standing: isMisnamed ? "misnamed" : "unknown", given, meant };
}

/** What is named, that it is not served, and what to write for an approval. */
export function describeMisnaming({ given, meant }: Naming): string {
  const advice = `for an approval, write apiVersion: ${meant.apiVersion} and kind: ${meant.kind} in the task's taskRef or taskSpec`;
  return `Countersign does not serve ${nameKind(given.kind)} of ${quoteValue(given.apiVersion)}: ${advice}.`;
}

function nameKind(kind: string): string {
  if (kind === "") return "a task without a kind";
  const byTekton = lowerAscii(kind) === "task" ? ", which Tekton writes where a taskRef has none," : "";
  return `kind ${quoteValue(kind)}${byTekton}`;
}

/** Without Tekton's webhook any JSON may stand there. */
function readText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Letters of ASCII alone: the Kelvin sign is no `k` to the API server. */
function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase());
}
