import { html } from "hono/html";
import type { Html } from "../../../src/web/components/html.ts";
import { icon, type IconName, type Tone } from "../../../src/web/components/icon.ts";
import type { WorkState } from "./run-view.ts";

interface Look {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly label: string;
}

export const WORK_LOOKS: Readonly<Record<WorkState, Look>> = {
  todo: { icon: "todo", tone: "off", label: "Not started" },
  running: { icon: "run", tone: "now", label: "Running" },
  waiting: { icon: "wait", tone: "now", label: "Waiting" },
  succeeded: { icon: "ok", tone: "ok", label: "Succeeded" },
  rejected: { icon: "no", tone: "bad", label: "Rejected" },
  failed: { icon: "no", tone: "bad", label: "Failed" },
  timedOut: { icon: "late", tone: "off", label: "Timed out" },
  cancelled: { icon: "stop", tone: "off", label: "Cancelled" },
  skipped: { icon: "skip", tone: "off", label: "Skipped" },
};

/** The icon, and for those who cannot see it the word. */
export function renderWorkIcon(state: WorkState): Html {
  const look = WORK_LOOKS[state];
  return html`${icon(look.icon, look.tone)}<span class="vh">${look.label}: </span>`;
}

/** `Succeeded`, `Running, 2 min`. */
export function renderWorkTag(state: WorkState, more?: string): Html {
  const look = WORK_LOOKS[state];
  return html`<span class="tag ${look.tone}">${icon(look.icon)}${look.label}${more !== undefined && `, ${more}`}</span>`;
}
