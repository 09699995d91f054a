import { html } from "hono/html";

/** Two ticks, the second set under the first. */
export const MARK = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M1.5 10.5 7 16 16.5 4.5" />
  <path class="second" d="m9.2 17.2 2.8 2.8L22.5 8" />
</svg>`;
