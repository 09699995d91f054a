import { html } from "hono/html";
import type { Html } from "../components/html.ts";

/** A comment that was typed and not recorded: shown so that it can be copied, because nothing of it was kept. */
export function renderOwnWords(comment: string | undefined): Html | false {
  if (comment === undefined || comment.trim() === "") return false;
  return html`<section class="panel stack" aria-labelledby="words"><h2 id="words">What you wrote</h2>
<blockquote class="written"><bdi>${comment}</bdi></blockquote></section>`;
}
