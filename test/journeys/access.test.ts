// Who sees and cancels what, before the whole product: by the settings, and by who is asked.
import assert from "node:assert/strict";
import { test } from "node:test";

import { makeAccount, requestToken } from "../kit/request-token.ts";
import { ask, startProduct } from "../kit/start-product.ts";

const nameOf = (account: string): string => `system:serviceaccount:default:${account}`;

test("an account sees what asks it, an admin all, and who may cancel ends what they see", async (t) => {
  const product = await startProduct(t, {
    auth: "kubernetes",
    access: { view: [], admins: { users: [nameOf("boss")] }, cancel: { users: [nameOf("one")] } },
  });
  const tokens: Record<string, string> = {};
  for (const account of ["one", "other", "boss"]) {
    await makeAccount(product.connection, { namespace: "default", name: account });
    tokens[account] = await requestToken(product.connection, { namespace: "default", name: account }, [
      "countersign",
    ]);
  }
  await ask(product, "for-one", { approvers: [nameOf("one")] });
  await ask(product, "for-other", { approvers: [nameOf("other")] });
  const send = async (account: string, path: string, body?: object): Promise<Response> =>
    await fetch(`${product.url}/api/v1/approvals${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${tokens[account]}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
  const listed = async (account: string): Promise<readonly string[]> => {
    const { items, total } = (await (await send(account, "")).json()) as {
      readonly items: readonly { readonly name: string }[];
      readonly total: number;
    };
    assert.equal(total, items.length);
    return items.map(({ name }) => name);
  };
  assert.deepEqual(await listed("one"), ["for-one"]);
  assert.deepEqual(await listed("other"), ["for-other"]);
  assert.deepEqual(await listed("boss"), ["for-one", "for-other"]);

  const vote = { decision: "approve" };
  const reason = { reason: "not now" };
  const other = "/default/for-other";
  assert.equal((await send("one", other)).status, 404);
  assert.equal((await send("one", `${other}/votes`, vote)).status, 404);
  assert.equal((await send("one", `${other}/cancel`, reason)).status, 404, "the right alone shows nothing");
  assert.equal((await send("other", `${other}/cancel`, reason)).status, 403, "to be asked is not to cancel");
  assert.equal((await send("boss", `${other}/votes`, vote)).status, 403, "an admin does not vote");
  assert.equal((await send("one", "/default/for-one/cancel", reason)).status, 201);
  assert.equal((await send("boss", `${other}/cancel`, reason)).status, 201);
  assert.deepEqual(await listed("one"), ["for-one"], "it is on record");
});
