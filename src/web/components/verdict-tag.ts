import { html } from "hono/html";
import type { Verdict, VerdictState } from "../../decision/verdict.ts";
import type { Html } from "./html.ts";
import { icon, type IconName, type Tone } from "./icon.ts";

interface Look {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly label: string;
}

const LOOKS: Readonly<Record<VerdictState, Look>> = {
  pending: { icon: "wait", tone: "now", label: "Pending" },
  approved: { icon: "ok", tone: "ok", label: "Approved" },
  rejected: { icon: "no", tone: "bad", label: "Rejected" },
  timedOut: { icon: "late", tone: "off", label: "Timed out" },
  cancelled: { icon: "stop", tone: "off", label: "Cancelled" },
};

type Shown = Pick<Verdict, "state" | "reason">;

/** For Tekton a run whose PipelineRun's time was up is cancelled (contract C47); for people it is too late. */
export function isTooLate({ state, reason }: Shown): boolean {
  return state === "timedOut" || reason === "PipelineRunTimedOut";
}

/** The icon, tone and word of a verdict. */
export function lookOf(verdict: Shown): Look {
  return isTooLate(verdict) ? LOOKS.timedOut : LOOKS[verdict.state];
}

/** `Approved`, `Pending: waiting for you`. */
export function renderVerdictTag(verdict: Shown, more?: string): Html {
  const look = lookOf(verdict);
  const text = more === undefined ? look.label : `${look.label}: ${more}`;
  return html`<span class="tag ${look.tone}">${icon(look.icon)}${text}</span>`;
}
