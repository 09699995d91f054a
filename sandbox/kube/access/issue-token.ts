import { type Clock, formatTime } from "../../../src/std/clock.ts";
import { invalid, notFound } from "../api-error.ts";
import { type JsonObject, objectAt, stringsAt } from "../json-value.ts";
import { SERVICE_ACCOUNTS } from "../types/builtin-types.ts";
import type { AccessContext } from "./answer-review.ts";

interface TokenOrder {
  readonly namespace: string;
  readonly name: string;
  readonly body: JsonObject;
}

const DEFAULT_SECONDS = 3_600;
const MIN_SECONDS = 600;

/** Answers a `TokenRequest` for a ServiceAccount with a new token; throws 404 or 422. */
export function issueToken(
  { store, tokens }: AccessContext,
  clock: Clock,
  { namespace, name, body }: TokenOrder,
): JsonObject {
  const account = store.get(SERVICE_ACCOUNTS, namespace, name);
  if (account === undefined) throw notFound({ group: "", kind: "serviceaccounts", name });
  const spec = objectAt(body, "spec");
  const seconds = spec["expirationSeconds"] ?? DEFAULT_SECONDS;
  if (typeof seconds !== "number" || seconds < MIN_SECONDS) {
    const message = `Invalid value: ${JSON.stringify(seconds)}: may not specify a duration less than 10 minutes`;
    throw invalid({ group: "authentication.k8s.io", kind: "TokenRequest", name }, [
      { reason: "FieldValueInvalid", field: "spec.expirationSeconds", message },
    ]);
  }
  const expiresAtMs = clock.now() + seconds * 1_000;
  return {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name, namespace, creationTimestamp: formatTime(clock.now()) },
    spec: { ...spec, expirationSeconds: seconds },
    status: {
      token: tokens.issue(account, { expiresAtMs, audiences: stringsAt(spec, "audiences") }),
      expirationTimestamp: formatTime(expiresAtMs),
    },
  };
}
