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
  readonly asked: AskedNames;
}

/** Names that open approvals ask, to choose from. */
export interface AskedNames {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** As many as are looked through at a glance. */
const MOST_BUTTONS = 8;

/** The page on which people of open mode say who they are. */
export function renderIdentity(context: PageContext, form: IdentityForm): Page {
  const body = html`<div class="head"><h1>Who are you?</h1></div>
<section class="panel">${renderIdentityForm(context, form)}</section>`;
  return { title: "Who are you?", body, narrow: true };
}

export function renderIdentityForm({ token }: Pick<PageContext, "token">, form: IdentityForm): Html {
  const { users, groups } = form.asked;
  const fault = form.fault !== undefined && html`<p class="hint error" id="fault">${form.fault}</p>`;
  const invalid = form.fault !== undefined && html` aria-invalid="true" aria-describedby="fault" autofocus`;
  const hidden = html`<input type="hidden" name="token" value="${token}"><input type="hidden" name="next" value="${form.next}">`;
  return html`<form class="find claim" method="post" action="/identity">
${hidden}
<div><label for="user">Name</label><input id="user" name="user" value="${form.user}" list="names" autocomplete="username" required maxlength="253"${invalid}>
${renderOptions("names", users)}</div>
<div><label for="groups">Groups, separated by commas</label><input id="groups" name="groups" value="${form.groups}" list="group-names" autocomplete="on">
${renderOptions("group-names", groups)}</div>
<button class="btn">Use this name</button>
${fault}
</form>
${users.length > 0 && html`<form class="btns" method="post" action="/identity">${hidden}<span class="hint">Or, in no group:</span>${users.slice(0, MOST_BUTTONS).map(renderButton)}</form>`}
<p class="hint">Nobody checks the name. This browser remembers it for a month, and it appears beside each of your votes.</p>`;
}

function renderOptions(id: string, names: readonly string[]): Html {
  return html`<datalist id="${id}">${names.map((name) => html`<option value="${name}"></option>`)}</datalist>`;
}

function renderButton(name: string): Html {
  return html`<button class="btn line" name="as" value="${name}"><bdi>${name}</bdi></button>`;
}
