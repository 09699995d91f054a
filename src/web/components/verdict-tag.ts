import { html } from "hono/html";
import type { VerdictState } from "../../decision/verdict.ts";
import type { Html } from "./html.ts";
import { icon, type IconName, type Tone } from "./icon.ts";

interface Look {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly label: string;
}

export const VERDICT_LOOKS: Readonly<Record<VerdictState, Look>> = {
  pending: { icon: "wait", tone: "now", label: "Pending" },
  approved: { icon: "ok", tone: "ok", label: "Approved" },
  rejected: { icon: "no", tone: "bad", label: "Rejected" },
  timedOut: { icon: "late", tone: "off", label: "Timed out" },
  cancelled: { icon: "stop", tone: "off", label: "Cancelled" },
};

/** `Approved`, `Pending, waits for you`. */
export function renderVerdictTag(state: VerdictState, more?: string): Html {
  const look = VERDICT_LOOKS[state];
  const text = more === undefined ? look.label : `${look.label}, ${more}`;
  return html`<span class="tag ${look.tone}">${icon(look.icon)}${text}</span>`;
}
