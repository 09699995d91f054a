import { ApiError, badRequest, expired, invalidOptions } from "../api-error.ts";
import { isJsonObject } from "../json-value.ts";
import { type Collection, keyOf } from "../storage/collection.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import type { ObjectSelection } from "./object-selection.ts";

export interface ListPage {
  readonly objects: readonly StoredObject[];
  readonly revision: number;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

interface ListRequest {
  readonly collection: Collection;
  readonly selection: ObjectSelection;
  readonly query: URLSearchParams;
  /** The server's revision now. */
  readonly revision: number;
}

/** Where a list goes on: after `after`, as things were at `revision`. */
interface PageToken {
  readonly revision: number;
  readonly after: string;
}

/**
 * Lists with paging as in "Retrieving large results sets in chunks" of the Kubernetes API concepts: later pages show the
 * revision of the first. Throws 410 when the history no longer reaches back to it.
 */
export function listObjects({ collection, selection, query, revision }: ListRequest): ListPage {
  const token = readToken(query.get("continue") ?? "");
  const exact = token?.revision ?? readExactRevision(query, revision);
  const source =
    exact === undefined
      ? collection.list(selection.namespace)
      : collection.listAt(exact, selection.namespace);
  if (source === undefined) throw tooOld(token);
  const matching = [...source].filter(
    (object) => selection.matches(object) && (token === undefined || keyOf(object) > token.after),
  );
  return cutPage(matching, readLimit(query), exact ?? revision);
}

function cutPage(matching: readonly StoredObject[], limit: number, revision: number): ListPage {
  const last = matching[limit - 1];
  if (limit === 0 || matching.length <= limit || last === undefined) return { objects: matching, revision };
  return {
    objects: matching.slice(0, limit),
    revision,
    continue: writeToken({ revision, after: keyOf(last) }),
    remainingItemCount: matching.length - limit,
  };
}

function readLimit(query: URLSearchParams): number {
  const text = query.get("limit") || "0";
  if (!/^-?\d+$/u.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Math.max(0, Number(text));
}

/** The revision that `resourceVersionMatch=Exact` asks for; unset and `0` and "not older than" all mean now. */
function readExactRevision(query: URLSearchParams, revision: number): number | undefined {
  const asked = query.get("resourceVersion") ?? "";
  const match = query.get("resourceVersionMatch") ?? "";
  checkMatch(match, asked);
  if (asked === "") return undefined;
  const wanted = readRevision(asked);
  if (wanted > revision) throw tooLarge(wanted, revision);
  return match === "Exact" ? wanted : undefined;
}

function checkMatch(match: string, asked: string): void {
  const field = "resourceVersionMatch";
  if (match !== "" && asked === "") {
    const message = "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided";
    throw invalidOptions("ListOptions", { reason: "FieldValueForbidden", field, message });
  }
  if (["", "Exact", "NotOlderThan"].includes(match)) return;
  const message = `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`;
  throw invalidOptions("ListOptions", { reason: "FieldValueNotSupported", field, message });
}

/** Reads a resourceVersion; throws 400 when it is not a number. */
export function readRevision(text: string): number {
  if (/^\d+$/u.test(text)) return Number(text);
  const shown = JSON.stringify(text);
  throw badRequest(
    `invalid resource version: resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: invalid syntax`,
  );
}

/** A version that is not there yet, e.g. of another server: to be tried again. */
function tooLarge(wanted: number, revision: number): ApiError {
  return new ApiError({
    code: 504,
    reason: "Timeout",
    message: `Timeout: Too large resource version: ${wanted}, current: ${revision}`,
    details: {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
  });
}

function writeToken({ revision, after }: PageToken): string {
  return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: revision, start: after })).toString(
    "base64url",
  );
}

function readToken(text: string): PageToken | undefined {
  if (text === "") return undefined;
  try {
    const token: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (isJsonObject(token) && typeof token["rv"] === "number" && typeof token["start"] === "string") {
      return { revision: token["rv"], after: token["start"] };
    }
  } catch {
    // Said below: the token is not one of ours.
  }
  throw badRequest("invalid continue token: continue key is not valid: this server did not give it out");
}

function tooOld(token: PageToken | undefined): Error {
  return token === undefined
    ? expired("The resourceVersion for the provided list is too old.")
    : expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.",
      );
}
