import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { parse, stringify } from "yaml";

import { buildBinaries } from "../cluster/control-plane/build-binaries.ts";
import { OAUTH2_PROXY } from "../cluster/control-plane/go-modules.ts";
import { ProcessGroup } from "../cluster/control-plane/process-group.ts";
import { until } from "../kit/until.ts";
import { CLIENT } from "./start-provider.ts";

interface Options {
  readonly port: number;
  readonly issuer: string;
  /** Where people are; the proxy itself, or what stands before it. */
  readonly publicUrl: string;
  /** What it does with whom it knows. */
  readonly flags: readonly string[];
  /** Sent along in a header, which no flag can say. */
  readonly secret?: { readonly header: string; readonly value: string };
}

/** Runs the real oauth2-proxy until the test ends. */
export async function startOauth2Proxy(t: TestContext, options: Options): Promise<void> {
  const command = join(await buildBinaries(OAUTH2_PROXY, (line) => t.diagnostic(line)), "oauth2-proxy");
  const folder = mkdtempSync(join(tmpdir(), "oauth2-proxy-"));
  const { port, publicUrl, secret } = options;
  const always = [
    `--redirect-url=${publicUrl}/oauth2/callback`,
    "--email-domain=*",
    `--cookie-secret=${randomBytes(16).toString("hex")}`,
    "--cookie-secure=false",
    "--skip-provider-button=true",
  ];
  const convertible = listConvertible(options);
  const rest =
    secret === undefined
      ? convertible
      : addSecret({ command, folder, flags: [...always, ...convertible], secret });
  const proxy = ProcessGroup.start({
    name: "oauth2-proxy",
    command,
    args: [...always, ...rest],
    logFile: join(folder, "log"),
  });
  t.after(async () => {
    await proxy.stop();
    rmSync(folder, { recursive: true });
  });
  await until("oauth2-proxy listens", async () => (await fetch(`http://127.0.0.1:${port}/ping`)).ok, {
    unless: proxy.died.catch((error: unknown) => {
      throw new Error(readFileSync(proxy.logFile, "utf8"), { cause: error });
    }),
  });
}

/** What the other format of its configuration says in place of flags. */
function listConvertible({ port, issuer, flags }: Options): readonly string[] {
  return [
    "--provider=oidc",
    `--oidc-issuer-url=${issuer}`,
    `--client-id=${CLIENT.id}`,
    `--client-secret=${CLIENT.secret}`,
    "--scope=openid profile email groups",
    "--code-challenge-method=S256",
    `--http-address=127.0.0.1:${port}`,
    ...flags,
  ];
}

interface Conversion {
  readonly command: string;
  readonly folder: string;
  readonly flags: readonly string[];
  readonly secret: { readonly header: string; readonly value: string };
}

/** The flag that names a file in the other format, as the program itself makes it of its flags, with the secret beside. */
function addSecret({ command, folder, flags, secret }: Conversion): readonly string[] {
  const { status, stdout, stderr } = spawnSync(command, [...flags, "--convert-config-to-alpha"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`oauth2-proxy does not convert its flags:\n${stderr}`);
  const config = parse(stdout) as { readonly injectRequestHeaders: unknown[] };
  const [fromFile, file] = [join(folder, "secret"), join(folder, "alpha.yaml")];
  writeFileSync(fromFile, secret.value);
  config.injectRequestHeaders.push({ name: secret.header, values: [{ secretSource: { fromFile } }] });
  writeFileSync(file, stringify(config));
  return [`--alpha-config=${file}`];
}
