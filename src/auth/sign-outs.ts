// Signing out everywhere: since when sessions of an account count, in one ConfigMap that every replica watches.
import { createHash } from "node:crypto";

import { CONFIG_MAPS, type ConfigMap, type WatchedConfigMap } from "../cluster/watch-config-map.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { isNotFound } from "../kube/kube-error.ts";
import type { Clock } from "../std/clock.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import type { Principal } from "./principal.ts";

/** The ConfigMap, in our own namespace. */
export const SIGN_OUTS = "countersign-sign-outs";

type Account = Pick<Principal, "issuer" | "subject">;

export interface SignOuts {
  /** Whether a session that began then has ended so; undefined while that is not known. */
  isSignedOut(account: Account, beganMs: number): boolean | undefined;
  /** Ends all sessions that have begun by now. Refused with a sentence when that could not be written down. */
  signOut(account: Account): Promise<Result<undefined, string>>;
}

export interface SignOutsOptions {
  readonly api: Pick<KubeApi, "patch">;
  readonly record: Pick<WatchedConfigMap, "ref" | "data" | "observe">;
  readonly clock: Clock;
  /** No session lasts longer, so that older records say nothing any more. */
  readonly longestMs: number;
}

/** By the record as this replica knows it; what it writes itself counts at once. */
export function createSignOuts({ api, record, clock, longestMs }: SignOutsOptions): SignOuts {
  return {
    isSignedOut(account, beganMs) {
      if (record.data === undefined) return undefined;
      const notBefore = record.data[keyOf(account)];
      // What is there and cannot be read ends sessions, too.
      return notBefore !== undefined && !(/^\d+$/u.test(notBefore) && beganMs > Number(notBefore));
    },
    async signOut(account) {
      const now = clock.now();
      const old = Object.entries(record.data ?? {}).filter(
        ([, notBefore]) => now - Number(notBefore) > longestMs,
      );
      const data = { ...Object.fromEntries(old.map(([key]) => [key, null])), [keyOf(account)]: String(now) };
      try {
        const patch = { type: "merge", body: { data } } as const;
        record.observe(await api.patch<ConfigMap>(CONFIG_MAPS, record.ref, patch));
        return ok(undefined);
      } catch (error) {
        return refuse(explain(error, record.ref.name));
      }
    },
  };
}

/** Names of keys are letters, digits and a few marks; and who has signed out is nobody else's business. */
function keyOf({ issuer, subject }: Account): string {
  return createHash("sha256").update(`${issuer}\0${subject}`, "utf8").digest("hex");
}

function explain(error: unknown, name: string): string {
  if (isNotFound(error)) {
    return `It could not be recorded: the ConfigMap ${name} is missing. Ask whoever runs this server to apply deploy/sign-outs.`;
  }
  return "It could not be recorded: the cluster's API server does not answer, or refuses. Try again in a moment.";
}
