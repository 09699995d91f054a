// What the security guide tells oauth2-proxy and nginx, with the addresses and files of a test.
import { parseAllDocuments } from "yaml";

import { readShownFiles } from "../kit/read-shown-files.ts";
import type { ForwardAuth } from "./start-nginx.ts";
import { CLIENT } from "./start-provider.ts";

const FILES = readShownFiles("docs/guide/security.md");
const MANIFESTS = { proxy: "proxy/side-car.yaml", front: "front/front.yaml" } as const;

interface Addresses {
  readonly issuer: string;
  /** Where people go. */
  readonly url: string;
  /** Of oauth2-proxy. */
  readonly port: number;
  readonly upstream: string;
}

interface Container {
  readonly name: string;
  readonly args?: readonly string[];
}

/** The flags of the container `oauth2-proxy`. */
export function readShownFlags(
  mode: keyof typeof MANIFESTS,
  { issuer, url, port, upstream }: Addresses,
): readonly string[] {
  const containers = parseAllDocuments(FILES.get(MANIFESTS[mode]) ?? "").flatMap((document) => {
    const object = document.toJS() as { readonly spec?: { readonly template?: PodTemplate } };
    return object.spec?.template?.spec.containers ?? [];
  });
  const { args = [] } = containers.find(({ name }) => name === "oauth2-proxy") ?? {};
  return args.map((arg) =>
    arg
      .replace("https://id.example.com", issuer)
      .replace("https://approvals.example.com", url)
      .replace("--client-id=oauth2-proxy", `--client-id=${CLIENT.id}`)
      .replace(/(?<=--http-address=)\S+/u, `127.0.0.1:${port}`)
      .replace("http://127.0.0.1:9000", upstream),
  );
}

interface PodTemplate {
  readonly spec: { readonly containers: readonly Container[] };
}

export function readShownNginx(folder: string, { port, authPort, upstreamPort }: ForwardAuth): string {
  const shown = (FILES.get("front/nginx.conf") ?? "")
    .replaceAll("/run/nginx/", `${folder}/`)
    .replace("listen 8080", `listen 127.0.0.1:${port}`)
    .replaceAll("http://127.0.0.1:4180", `http://127.0.0.1:${authPort}`)
    .replace("http://countersign.countersign.svc:80", `http://127.0.0.1:${upstreamPort}`);
  return `daemon off;\n${shown}`;
}
