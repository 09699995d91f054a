import { html } from "hono/html";
import type { Html } from "../../components/html.ts";
import type { Page } from "../../components/layout.ts";
import type { PageContext } from "../page-context.ts";

export interface IdentityForm {
  /** A path of ours, to go on to. */
  readonly next: string;
  readonly user: string;
  readonly groups: string;
  /** Why what was sent cannot be taken. */
  readonly fault?: string;
  /** Names that open approvals ask, to choose from. */
  readonly suggestions: readonly string[];
}

/** The page on which people of open mode say who they are. */
export function renderIdentity(context: PageContext, form: IdentityForm): Page {
  const body = html`<div class="head"><h1>Who do you claim to be?</h1></div>
<section class="panel">${renderIdentityForm(context, form)}</section>`;
  return { title: "Who are you?", body, narrow: true };
}

export function renderIdentityForm({ token }: PageContext, form: IdentityForm): Html {
  const fault = form.fault !== undefined && html`<p class="hint error" id="fault">${form.fault}</p>`;
  const invalid = form.fault !== undefined && html` aria-invalid="true" aria-describedby="fault"`;
  return html`<form class="find claim" method="post" action="/identity">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="next" value="${form.next}">
<div><label for="user">Name</label><input id="user" name="user" value="${form.user}" list="names" autocomplete="off" required maxlength="253"${invalid}>
<datalist id="names">${form.suggestions.map((name) => html`<option value="${name}"></option>`)}</datalist></div>
<div><label for="groups">Groups, separated by commas</label><input id="groups" name="groups" value="${form.groups}" autocomplete="off"></div>
<button class="btn">Claim</button>
${fault}
</form>
<p class="hint">Nobody checks the name. It is kept in a cookie until you close the browser, and appears beside each of your votes.</p>`;
}
