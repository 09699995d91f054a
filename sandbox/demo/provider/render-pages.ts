import { html } from "hono/html";
import type { DemoPerson } from "./people.ts";

type Html = ReturnType<typeof html>;

const STYLE = html`<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-inline-size: 26rem; margin: 3rem auto; padding: 0 1rem }
button { font: inherit; inline-size: 100%; padding: 0.75rem; margin-block-end: 0.5rem; text-align: start; cursor: pointer }
small { display: block; color: #555 }
</style>`;

async function renderPage(title: string, body: Html): Promise<string> {
  return String(
    await html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${STYLE}</head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>`,
  );
}

/** In place of a password: whoever tries the demo is any of them. */
export async function renderPeople(
  title: string,
  action: string,
  people: readonly DemoPerson[],
): Promise<string> {
  return await renderPage(
    title,
    html`<p>Sign in as one of the sample people. A real provider would ask for a password.</p>
<form method="post" action="${action}">${people.map(renderPerson)}</form>
${renderCancel(action)}`,
  );
}

function renderPerson({ id, name, groups }: DemoPerson): Html {
  const described = groups.length === 0 ? "in no group" : `in ${groups.join(", ")}`;
  return html`<button name="person" value="${id}">${name}<small>${described}</small></button>`;
}

export async function renderConsent(title: string, action: string, name: string): Promise<string> {
  return await renderPage(
    title,
    html`<p>May Countersign know your name, your e-mail address and your groups, ${name}?</p>
<form method="post" action="${action}"><button name="consent" value="yes">Yes, go on</button></form>
${renderCancel(action)}`,
  );
}

function renderCancel(action: string): Html {
  return html`<form method="post" action="${action}"><button name="cancel" value="yes">Cancel</button></form>`;
}

/** `form`: the provider's own, to which the buttons belong. */
export async function renderSignOut(title: string, form: string): Promise<string> {
  const page = await renderPage(
    title,
    html`<p>Do you want to end your session here as well?</p>
<button type="submit" form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>
<button type="submit" form="op.logoutForm">No, stay signed in</button>`,
  );
  return page.replace("</main>", `${form}</main>`);
}

export async function renderNotice(title: string, text: string): Promise<string> {
  return await renderPage(title, html`<p>${text}</p>`);
}
