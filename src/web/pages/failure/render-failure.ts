import { html } from "hono/html";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import type { HttpProblem } from "../../problems/http-problem.ts";
import { renderOwnWords } from "../render-own-words.ts";

/** The page for a request that is refused, when there is nothing more particular to say. `comment` is what a form had in it. */
export function renderFailure(problem: HttpProblem, comment?: string): Page {
  const body = html`<div class="head"><h1>${problem.title}</h1></div>
<div class="stack">
<div class="callout bad" role="alert" tabindex="-1" autofocus>${icon("no")}<p>${problem.message}</p></div>
${renderOwnWords(comment)}
<p class="btns"><a class="btn line" href="/">Back to the inbox</a></p>
</div>`;
  return { title: problem.title, body, narrow: true };
}
