import type { Json, JsonObject } from "../world/json.ts";

/**
 * How objects come in: through Tekton's webhook and the definitions, past the webhook, or past both, as objects from
 * before the definition was what it is.
 */
export type Door = "webhook" | "definition" | "store";

export type Kind = "CustomRun" | "ApprovalTask" | "PipelineRun";

/** One thing that somebody does to the objects of a case. All of one case have the same name. */
export type Act = ActOf<
  | { readonly do: "create"; readonly kind: Kind; readonly object: JsonObject }
  /** As whoever may write a status. */
  | { readonly do: "status"; readonly kind: Kind; readonly status: Json }
  /** A merge patch. */
  | { readonly do: "change"; readonly kind: Kind; readonly patch: JsonObject }
  | { readonly do: "delete"; readonly kind: Kind }
>;

type ActOf<A> = A & {
  /** Milliseconds since the act before; 0 when absent. */
  readonly afterMs?: number;
};

/** Some objects and what is done to them, as data: the same today and when it is replayed. */
export interface ObjectCase {
  readonly about: string;
  readonly door: Door;
  readonly acts: readonly Act[];
}
