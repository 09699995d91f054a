import { parseArgs } from "node:util";

import { LOG_LEVELS, type LogLevel } from "../../src/std/logger.ts";
import { DEMO_AUTH, type DemoAuth } from "./sign-in-modes.ts";
import { ok, refuse, type Result } from "../../src/std/result.ts";

export interface DemoOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly kubePort: number;
  readonly kubeconfig: string;
  /** Whether `/demo` and its sample pipelines are there. */
  readonly samples: boolean;
  /** One JSON object on stdout when ready, instead of a sentence. */
  readonly json: boolean;
  /** The embedded cluster and the small Tekton alone, without `serve`. */
  readonly kubeOnly: boolean;
  /** Whether people are who they say they are, or sign in at a provider of the demo's own. */
  readonly auth: DemoAuth;
  /** What of the log, one JSON object a line, goes to stderr. */
  readonly logLevel: LogLevel;
}

export const DEMO_USAGE = `  --port N             the pages' port; 9000 when absent
  --kube-port N        the embedded Kubernetes API's port; 9443 when absent
  --kubeconfig FILE    where to write the kubeconfig; .demo/kubeconfig when absent
  --auth MODE          open, or oidc: people sign in at a provider of the demo's own; open when absent
  --no-samples         leave /demo and the sample pipelines out
  --kube-only          start the embedded cluster alone, for tests and for people who write code
  --json               print one JSON object when ready, instead of a sentence
  --log-level LEVEL    debug, info, warn or error; warn when absent`;

/** The demo's options; else what is wrong, on which flag. */
export function readDemoOptions(args: readonly string[]): Result<DemoOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        port: { type: "string", default: "9000" },
        "kube-port": { type: "string", default: "9443" },
        kubeconfig: { type: "string", default: ".demo/kubeconfig" },
        auth: { type: "string", default: "open" },
        "no-samples": { type: "boolean", default: false },
        "kube-only": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        "log-level": { type: "string", default: "warn" },
      },
    });
    const port = readPort("port", values.port);
    const kubePort = readPort("kube-port", values["kube-port"]);
    if (port === kubePort && port !== 0) {
      throw new Error(`--port and --kube-port are both ${port}: give two different ports.`);
    }
    return ok({
      port,
      kubePort,
      kubeconfig: values.kubeconfig,
      samples: !values["no-samples"],
      json: values.json,
      kubeOnly: values["kube-only"],
      auth: readOneOf("auth", values.auth, DEMO_AUTH),
      logLevel: readOneOf("log-level", values["log-level"], LOG_LEVELS),
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function readPort(flag: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/u.test(text) && port <= 65_535) return port;
  throw new Error(
    `--${flag} is ${JSON.stringify(text)}: give a port from 1 to 65535, or 0 for any free one.`,
  );
}

function readOneOf<Word extends string>(flag: string, text: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  throw new Error(`--${flag} is ${JSON.stringify(text)}: give ${words.join(", ")}.`);
}
