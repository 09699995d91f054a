import { html } from "hono/html";
import type { Page } from "../../../../src/web/components/layout.ts";
import { renderIdentityForm } from "../../../../src/web/pages/identity/render-identity.ts";
import type { PageContext } from "../../../../src/web/pages/page-context.ts";
import type { Sample } from "../../samples/load-samples.ts";
import { HOME_PATH } from "../paths.ts";
import { renderRuns, type RunsFacts } from "./render-runs.ts";
import { renderSamples } from "./render-samples.ts";
import { renderTerminal, type Terminal } from "./render-terminal.ts";

export interface HomeFacts extends RunsFacts {
  readonly samples: readonly Sample[];
  readonly terminal: Terminal;
}

/** `/demo`: start a sample, say who you are, see how the pipeline runs go. */
export function renderHome(context: PageContext, facts: HomeFacts): Page {
  const { viewer, token } = context;
  const form = {
    next: HOME_PATH,
    user: viewer?.name ?? "",
    groups: (viewer?.groups ?? []).join(", "),
    asked: {
      users: [...new Set(facts.samples.flatMap(({ approvers }) => approvers))].toSorted(),
      groups: [...new Set(facts.samples.flatMap(({ groups }) => groups))].toSorted(),
    },
  };
  const body = html`<div class="head"><h1>Start a pipeline, then decide what happens next</h1></div>
<div class="stack">
${renderSamples(facts.samples, token)}
<div class="two">
<section class="panel" aria-labelledby="who"><h2 id="who">Who are you?</h2>
${renderIdentityForm(context, form)}
<p class="hint">To try four eyes, vote as mary, then come back as john. The groups of the samples are managers and security.</p></section>
${renderTerminal(facts.terminal)}
</div>
${renderRuns(context, facts)}
</div>`;
  return { title: "Demo", body, current: HOME_PATH };
}
