import type { TestContext } from "node:test";
import { Agent, request } from "undici";
import { EmbeddedKube, type EmbeddedKubeOptions } from "../../sandbox/kube/embedded-kube.ts";
import type { JsonObject } from "../../sandbox/kube/json-value.ts";

export interface TestAnswer {
  readonly code: number;
  // Tests look into answers of every shape; a wrong path fails the assertion.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface TestRequest {
  readonly type?: string;
  readonly accept?: string;
  readonly token?: string;
}

interface TestWatch {
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly next: () => Promise<any>;
  readonly close: () => void;
}

export interface TestKube {
  readonly kube: EmbeddedKube;
  readonly url: string;
  readonly call: (method: string, path: string, body?: unknown, options?: TestRequest) => Promise<TestAnswer>;
  /** Opens a watch; `next` answers the next event, or `undefined` when the watch has ended. */
  readonly watch: (path: string, accept?: string) => Promise<TestWatch>;
}

/** Starts an embedded API server for one test and stops it afterwards. */
export async function startKube(t: TestContext, options: EmbeddedKubeOptions = {}): Promise<TestKube> {
  const kube = new EmbeddedKube(options);
  const { url, caPem, token } = await kube.start();
  const dispatcher = new Agent({ connect: { ca: caPem } });
  t.after(async () => {
    await dispatcher.destroy();
    await kube.stop();
  });
  return {
    kube,
    url,
    call: async (method, path, body, { type = "application/json", accept, token: other } = {}) => {
      const response = await request(url + path, {
        dispatcher,
        method: method as "GET",
        headers: {
          authorization: `Bearer ${other ?? token}`,
          ...(body === undefined ? {} : { "content-type": type }),
          ...(accept === undefined ? {} : { accept }),
        },
        body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
      });
      const text = await response.body.text();
      const isJson = String(response.headers["content-type"]).startsWith("application/json");
      return { code: response.statusCode, body: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
    watch: async (path, accept = "application/json") => {
      const response = await request(url + path, {
        dispatcher,
        headers: { authorization: `Bearer ${token}`, accept },
      });
      response.body.setEncoding("utf8");
      response.body.on("error", () => {});
      const lines = readLines(response.body);
      return {
        next: async () => {
          const { value, done } = await lines.next();
          return done === true ? undefined : JSON.parse(value);
        },
        close: () => response.body.destroy(),
      };
    },
  };
}

async function* readLines(body: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  try {
    for await (const chunk of body) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch {
    // A cut connection ends the watch for the test as well.
  }
}

/** A CustomResourceDefinition of `widgets.example.com/v1` with the given schemas of `spec` and `status`. */
export function widgetDefinition(
  spec: JsonObject = {},
  schemaExtras: JsonObject = {},
  versionExtras: JsonObject = {},
): JsonObject {
  const preserve = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const schema = {
    openAPIV3Schema: {
      type: "object",
      properties: { spec: Object.keys(spec).length === 0 ? preserve : spec, status: preserve },
      ...schemaExtras,
    },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "widgets", kind: "Widget", shortNames: ["wd"] },
      versions: [
        { name: "v1", served: true, storage: true, schema, subresources: { status: {} }, ...versionExtras },
      ],
    },
  };
}

export const WIDGETS = "/apis/example.com/v1/namespaces/default/widgets";

/** A widget as a client would send it. */
export function widget(name: string, spec: JsonObject = { size: 1 }, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: "example.com/v1", kind: "Widget", metadata: { name, ...metadata }, spec };
}
