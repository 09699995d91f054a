import assert from "node:assert/strict";
import { once } from "node:events";
import { type Server, createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { TLSSocket } from "node:tls";
import { generate } from "selfsigned";
import type { Timers } from "../std/timers.ts";
import { HttpKubeApi } from "./http-kube-api.ts";
import type { Resource } from "./kube-api.ts";
import { type Credential, type CredentialSource, fixedCredential } from "./kube-connection.ts";
import { KubeUnavailableError } from "./kube-error.ts";

const NAMESPACES: Resource = {
  group: "",
  version: "v1",
  plural: "namespaces",
  kind: "Namespace",
  namespaced: false,
};

/** Certificates do not get better by waiting. */
const noPauses: Timers = {
  after(_, callback) {
    setImmediate(callback);
    return () => {};
  },
};

interface Pair {
  readonly cert: string;
  readonly private: string;
}

async function createPair(commonName: string): Promise<Pair> {
  return await generate([{ name: "commonName", value: commonName }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: commonName }] }],
  });
}

let server: Server;
let serverPair: Pair;
let ann: Pair;
let bob: Pair;
const apis: HttpKubeApi[] = [];

before(async () => {
  [serverPair, ann, bob] = (await Promise.all(["kubernetes.test", "ann", "bob"].map(createPair))) as [
    Pair,
    Pair,
    Pair,
  ];
  const { cert, private: key } = serverPair;
  server = createServer({
    cert,
    key,
    ca: [ann.cert, bob.cert],
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.on("request", (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    const name = subject === undefined ? "nobody" : subject.CN;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
after(() => {
  for (const api of apis) api.close();
  server.close();
});

interface Trust {
  readonly ca?: string;
  readonly serverName?: string;
  readonly insecureSkipTlsVerify?: boolean;
}

function connect(trust: Trust, credential: CredentialSource = fixedCredential({})): HttpKubeApi {
  const { port } = server.address() as AddressInfo;
  const api = new HttpKubeApi(
    { server: `https://127.0.0.1:${port}`, ...trust, credential },
    { timers: noPauses },
  );
  apis.push(api);
  return api;
}

async function whoAmI(api: HttpKubeApi): Promise<string> {
  return (await api.get(NAMESPACES, { name: "any" })).metadata.name;
}

const trusted = (): Trust => ({ ca: serverPair.cert, serverName: "kubernetes.test" });
const certificateOf = ({ cert, private: key }: Pair): Credential => ({ clientCert: cert, clientKey: key });

test("a server of the given authority and name is trusted", async () => {
  assert.equal(await whoAmI(connect(trusted())), "nobody");
});

test("one of another authority or another name is not, and nothing is sent to it", async () => {
  for (const trust of [
    { serverName: "kubernetes.test" },
    { ca: serverPair.cert },
    { ...trusted(), ca: ann.cert },
  ]) {
    await assert.rejects(whoAmI(connect(trust)), (error) => {
      assert.ok(error instanceof KubeUnavailableError);
      assert.equal(error.sent, false);
      assert.match(error.message, /no answer: .*(?:SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY)/u);
      return true;
    });
  }
});

test("the check can be skipped", async () => {
  assert.equal(await whoAmI(connect({ insecureSkipTlsVerify: true })), "nobody");
});

test("a client certificate says who asks", async () => {
  assert.equal(await whoAmI(connect(trusted(), fixedCredential(certificateOf(ann)))), "ann");
});

test("a client certificate that was renewed is used from then on", async () => {
  let credential = certificateOf(ann);
  const api = connect(trusted(), { read: () => Promise.resolve(credential), forget: () => {} });
  assert.equal(await whoAmI(api), "ann");
  credential = certificateOf(bob);
  assert.equal(await whoAmI(api), "bob");
});
