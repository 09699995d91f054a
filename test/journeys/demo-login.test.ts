// `npm run demo -- --auth oidc`: somebody of the sample people signs in at the demo's own provider, starts a sample and approves it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { startDemo } from "../kit/start-demo.ts";
import { until } from "../kit/until.ts";
import { Visitor } from "../kit/web/visitor.ts";

const JOHN = "101";

test("a sample is approved by one of the sample people, who signed in", async (t) => {
  const demo = await startDemo(t, ["--json", "--auth", "oidc"]);
  const { url } = JSON.parse(await demo.firstLine()) as { readonly url: string };
  const visitor = new Visitor();
  const there = await visitor.open(`${url}/sign-in?next=/demo`);
  for (const name of ["mary", "john", "peter", "eve"])
    assert.match(there.text, new RegExp(`>${name}<small>`, "u"));
  const home = await visitor.signInAs(there, JOHN);
  assert.equal(home.url.href, `${url}/demo`);
  assert.doesNotMatch(home.text, /class="banner"/u);
  const [, action = ""] = /<form[^>]* action="(\/demo\/[^"]+)"/u.exec(home.text) ?? [];
  await visitor.submit(home, action, readButton(home.text));
  const inbox = await until("it waits for john", async () => {
    const page = await visitor.open(`${url}/`);
    return page.text.includes('href="/approvals/') ? page : undefined;
  });
  const [, path = ""] = /href="(\/approvals\/[^"]+)"/u.exec(inbox.text) ?? [];
  const approval = await visitor.open(`${url}${path}`);
  const receipt = await visitor.submit(approval, `${path}/votes`, { decision: "approve", comment: "" });
  assert.equal(receipt.url.href, `${url}${path}/receipt`);
  assert.equal(demo.stderr(), "");
});

function readButton(text: string): Readonly<Record<string, string>> {
  const [, name, value] = /<button[^>]* name="([^"]+)" value="([^"]+)"/u.exec(text) ?? [];
  return name === undefined || value === undefined ? {} : { [name]: value };
}
