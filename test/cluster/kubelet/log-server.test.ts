import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { Agent, request } from "undici";
import { makeFolder } from "../../kit/make-folder.ts";
import { type Identity, makeCredentials } from "../control-plane/credentials.ts";
import { serveLogs } from "./log-server.ts";

async function makeIdentity(t: TestContext): Promise<Identity> {
  const folder = makeFolder(t);
  const { files } = await makeCredentials(folder);
  return {
    certificate: readFileSync(files.certificate, "utf8"),
    key: readFileSync(files.certificateKey, "utf8"),
  };
}

/** Asks as a client that trusts `server`, and shows the certificate of `client` if there is one. */
async function ask(
  t: TestContext,
  port: number,
  path: string,
  { server, client }: { readonly server: Identity; readonly client?: Identity },
): Promise<string> {
  const shown = client === undefined ? {} : { cert: client.certificate, key: client.key };
  const dispatcher = new Agent({ connect: { ca: server.certificate, ...shown } });
  t.after(() => dispatcher.close());
  const { statusCode, body } = await request(`https://127.0.0.1:${port}${path}`, { dispatcher });
  return `${statusCode} ${await body.text()}`;
}

test("gives what a container printed to the API server of this run alone", async (t) => {
  const server = await makeIdentity(t);
  const outputs = new Map([["ns/pod/step-print", "printed\n"]]);
  const logs = await serveLogs(server, (container) => outputs.get(container));
  t.after(() => logs.close());
  const path = "/containerLogs/ns/pod/step-print?follow=false";
  assert.equal(await ask(t, logs.port, path, { server, client: server }), "200 printed\n");
  const missing = "/containerLogs/ns/pod/step-other";
  assert.match(await ask(t, logs.port, missing, { server, client: server }), /^404 .*ns\/pod\/step-other/u);
  await assert.rejects(ask(t, logs.port, path, { server }), /certificate required|closed|ECONNRESET/u);
  const stranger = await makeIdentity(t);
  await assert.rejects(ask(t, logs.port, path, { server, client: stranger }), /ECONNRESET|closed|alert/u);
});
