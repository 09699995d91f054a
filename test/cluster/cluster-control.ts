// What a suite may do to a control plane of our own, from another process: the runner serves it on loopback.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { request } from "undici";

/** Every action takes one object and answers what can be written as JSON. */
export interface ClusterActions {
  /** Kills the API server as a crash would, and starts another on the same port and data after `downMs`. */
  restartApiServer(options: { readonly downMs: number }): Promise<void>;
  /** Freezes etcd for so long. */
  pauseEtcd(options: { readonly ms: number }): Promise<void>;
  /** Forgets all old revisions: lists and watches that start from one are then 410. */
  compactEtcd(options: object): Promise<void>;
  stopTektonWebhook(options: object): Promise<void>;
  startTektonWebhook(options: object): Promise<void>;
  stopTektonController(options: object): Promise<void>;
  startTektonController(options: object): Promise<void>;
  /** Answers such writes with 403 from now on; for the embedded API alone, a real one has policies for that. */
  readonly refuseWrites?: (options: RefusedWrites) => Promise<void>;
  /** What a step that has ended printed; for the small Tekton alone, which makes no pods to ask. */
  readonly readStepOutput?: (step: StepName) => Promise<string>;
}

export interface RefusedWrites {
  readonly namespace: string;
  /** With its subresource: `approvaltasks/status`. */
  readonly resource: string;
  readonly verb: "create" | "update";
  readonly message: string;
}

export interface StepName {
  readonly namespace: string;
  readonly taskRun: string;
  readonly step: string;
}

export interface ControlAddress {
  readonly url: string;
  /** Made for this run. */
  readonly token: string;
}

function isAuthorised({ headers }: IncomingMessage, token: string): boolean {
  const [given, wanted] = [headers.authorization ?? "", `Bearer ${token}`].map((text) => Buffer.from(text));
  return given?.length === wanted?.length && timingSafeEqual(given ?? Buffer.of(), wanted ?? Buffer.of());
}

async function perform(actions: ClusterActions, incoming: IncomingMessage): Promise<unknown> {
  const name = incoming.url?.slice(1) ?? "";
  if (!Object.hasOwn(actions, name)) throw new Error(`there is no action ${name}`);
  const action = actions[name as keyof ClusterActions] as (options: unknown) => Promise<unknown>;
  return await action(await json(incoming));
}

/** Serves the actions until `close`. `POST /<action>`, options and answer as JSON, 500 with the reason when it fails. */
export async function serveControl(
  actions: ClusterActions,
): Promise<{ address: ControlAddress; close: () => void }> {
  const token = randomBytes(24).toString("hex");
  const server = createServer((incoming, answer) => {
    if (!isAuthorised(incoming, token)) {
      answer.writeHead(401).end();
      return;
    }
    perform(actions, incoming).then(
      (result) => answer.end(JSON.stringify({ result })),
      (error: unknown) => answer.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: { url: `http://127.0.0.1:${port}`, token },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The actions of a control that is served elsewhere. */
export function callControl({ url, token }: ControlAddress): ClusterActions {
  const call =
    (name: keyof ClusterActions) =>
    async (options: object): Promise<never> => {
      const answer = await request(`${url}/${name}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify(options),
        headersTimeout: 0,
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${name}: ${text}`);
      return (JSON.parse(text) as { result: never }).result;
    };
  return {
    restartApiServer: call("restartApiServer"),
    pauseEtcd: call("pauseEtcd"),
    compactEtcd: call("compactEtcd"),
    stopTektonWebhook: call("stopTektonWebhook"),
    startTektonWebhook: call("startTektonWebhook"),
    stopTektonController: call("stopTektonController"),
    startTektonController: call("startTektonController"),
    refuseWrites: call("refuseWrites"),
    readStepOutput: call("readStepOutput"),
  };
}

/** What another process needs to use the cluster; written readable by this user alone, since it holds the token. */
export interface ClusterFile {
  readonly name: string;
  readonly kubeconfig: string;
  readonly kubectlProgram: string;
  /** `small` is the demo's; that of a given cluster may be `unknown`. */
  readonly tekton: string;
  /** Whether Tekton's webhook checks what is written. */
  readonly webhook: boolean;
  /** For all namespaces that are made on it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Absent when the cluster is somebody else's: nothing of it may then be stopped. */
  readonly control?: ControlAddress;
}

export function writeClusterFile(file: string, content: ClusterFile): void {
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
}
