import { html, raw } from "hono/html";
import type { Html } from "./html.ts";

/** Paths on a 16-pixel grid. Shapes differ as well as colours: approved is round, rejected is square. */
const PATHS = {
  chat: '<path d="M1.75 2.5h12.5v8.5H8l-3.5 3v-3H1.75z"/>',
  check: '<path d="m2.5 8.5 3.7 3.7L13.5 4"/>',
  cross: '<path d="m3.5 3.5 9 9m0-9-9 9"/>',
  hook: '<path d="M5 8h6M4.5 5H3a3 3 0 0 0 0 6h1.5M11.5 5H13a3 3 0 0 1 0 6h-1.5"/>',
  info: '<circle cx="8" cy="8" r="6.5"/><path d="M8 7.25v4M8 4.4v1.1"/>',
  late: '<circle cx="8" cy="8" r="6.5"/><path d="M8 4.5V8l2.5 1.8"/>',
  mail: '<rect x="1.5" y="3" width="13" height="10"/><path d="m2 3.5 6 5 6-5"/>',
  next: '<path d="M2 8h11.5M9 3.5 13.5 8 9 12.5"/>',
  no: '<rect x="1.25" y="1.25" width="13.5" height="13.5" rx="1.5" fill="currentColor" stroke="none"/><path class="cut" d="m5 5 6 6m0-6-6 6"/>',
  ok: '<circle cx="8" cy="8" r="7.25" fill="currentColor" stroke="none"/><path class="cut" d="M4.6 8.3 7 10.7l4.4-5"/>',
  open: '<path d="M3.5 1.75h6l3 3v9.5h-9zM9.25 2v3h3"/>',
  out: '<path d="M6 3H3v10h10v-3M9 2.5h4.5V7M13.25 2.75 7.5 8.5"/>',
  play: '<path d="M4.5 2.5v11l9-5.5z"/>',
  retry: '<path d="M13.25 8A5.25 5.25 0 1 1 11.5 4.1M11.7 1.5v2.9H8.8"/>',
  run: '<circle cx="8" cy="8" r="6.25" stroke-opacity=".3"/><path d="M8 1.75A6.25 6.25 0 0 1 14.25 8"/>',
  skip: '<circle cx="8" cy="8" r="6.25" stroke-dasharray="2.2 2.2"/><path d="M5.5 8h5"/>',
  stop: '<circle cx="8" cy="8" r="6.5"/><path d="m3.6 12.4 8.8-8.8"/>',
  todo: '<circle cx="8" cy="8" r="6.25" stroke-dasharray="2.2 2.2"/>',
  unknown:
    '<circle cx="8" cy="8" r="6.5"/><path d="M6.2 6.4c0-2.5 3.7-2.3 3.7-.2 0 1.5-1.9 1.5-1.9 3M8 10.7v1.1"/>',
  user: '<circle cx="8" cy="5" r="2.75"/><path d="M2.5 14.25c.4-3.4 2.6-4.75 5.5-4.75s5.1 1.35 5.5 4.75"/>',
  wait: '<circle cx="8" cy="8" r="6.5"/><path d="M6.25 5.5v5M9.75 5.5v5"/>',
  warn: '<path d="M8 1.75 15 14.25H1z"/><path d="M8 6.25v4M8 11.4v1.1"/>',
} as const;

export type IconName = keyof typeof PATHS;
export type Tone = "now" | "ok" | "bad" | "warn" | "off";

/** An icon beside a text that says the same; screen readers leave it out. */
export function icon(name: IconName, tone?: Tone): Html {
  const classes = tone === undefined ? "i" : `i ${tone}`;
  return html`<svg class="${classes}" aria-hidden="true"><use href="#i-${name}" /></svg>`;
}

/** The symbols that icons refer to, for each page once. */
export const SYMBOLS = html`<svg hidden>
    ${Object.entries(PATHS).map(([name, paths]) => html`<symbol id="i-${name}" viewBox="0 0 16 16">${raw(paths)}</symbol>`)}
  </svg>`;
