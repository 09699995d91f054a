// The settings of `serve`: one schema for flags and environment, parsed once, all errors together.
import { parseArgs } from "node:util";
import { z } from "zod";

import { isNamespaceName } from "../std/kubernetes-names.ts";
import { LOG_LEVELS, type LogLevel } from "../std/logger.ts";
import { ok, refuse } from "../std/result.ts";
import type { Result } from "../std/result.ts";

const port = z.coerce
  .number("not a number")
  .int("not a whole number")
  .min(0, "below 0")
  .max(65_535, "over 65535");

const namespaces = z
  .string()
  .transform((text) => text.split(",").map((name) => name.trim()))
  .pipe(z.array(z.string().refine(isNamespaceName, "not a namespace's name")).min(1));

const baseUrl = z
  .url({ protocol: /^https?$/u, error: "not an http or https URL" })
  .refine((text) => !/[?#]/u.test(text), "has a query or a fragment")
  .refine(
    (text) => !URL.canParse(text) || new URL(text).pathname === "/",
    "has a path, and pages are served at the root of a host",
  )
  .transform((text) => text.replace(/\/+$/u, ""));

const timeZone = z.string().refine(isTimeZone, "not a time zone that this system knows");

const DEFAULT_PORT = 9000;

const shape = z.object({
  auth: z.enum(["open"], "give --auth open: everybody is who they claim to be; there is no default"),
  "base-url": baseUrl,
  "key-file": z.string().min(1),
  kubeconfig: z.string().min(1).optional(),
  namespaces: namespaces.optional(),
  host: z.string().min(1).default("0.0.0.0"),
  port: port.default(DEFAULT_PORT),
  "probe-port": port.default(9001),
  "leader-election": z.enum(["on", "off"]).default("on"),
  "cluster-name": z.string().min(1).max(63).optional(),
  "time-zone": timeZone.default("UTC"),
  "log-level": z.enum(LOG_LEVELS).default("info"),
});

const schema = shape.superRefine((settings, context) => {
  if (settings.port === 0 || settings.port !== settings["probe-port"]) return;
  // The one of the two that was given, since they differ when neither is.
  const given = settings.port === DEFAULT_PORT ? "probe-port" : "port";
  context.addIssue({ code: "custom", path: [given], message: "the port of pages and that of probes in one" });
});

/** What each setting is for; the text of `--help` and of an error about a missing one. */
const EXPLAINED: Readonly<Record<keyof typeof shape.shape, string>> = {
  auth: "how people are known; `open` believes what they claim, and every page says so",
  "base-url":
    "the address people open, for example https://approvals.example.com; links in statuses begin with it",
  "key-file":
    "a file with at least 32 random bytes, the same for every replica; it signs cookies and form tokens",
  kubeconfig:
    "the cluster to work on; absent, KUBECONFIG, then ~/.kube/config, then the pod's own service account",
  namespaces: "the namespaces to watch, separated by commas; absent, all of them",
  host: "the address to listen on; 0.0.0.0 when absent",
  port: "the port to listen on; 9000 when absent",
  "probe-port":
    "the port of probes and metrics, which answers under any host name; 9001 when absent, 0: any that is free",
  "leader-election":
    "on, when absent: of several replicas one works, by a Lease; off: each does, which is harmless",
  "cluster-name": "what pages call the cluster",
  "time-zone": "the zone that pages show times in; UTC when absent",
  "log-level": "debug, info, warn or error; info when absent",
};

/** The parsed settings of `serve`. */
export interface Settings {
  readonly auth: "open";
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly keyFile: string;
  readonly kubeconfig: string | undefined;
  /** Absent: all. */
  readonly namespaces: readonly string[] | undefined;
  readonly host: string;
  readonly port: number;
  /** 0: any that is free. */
  readonly probePort: number;
  readonly leaderElection: boolean;
  readonly clusterName: string | undefined;
  readonly timeZone: string;
  readonly logLevel: LogLevel;
}

type SettingName = keyof typeof shape.shape;
const NAMES = Object.keys(EXPLAINED).filter((name): name is SettingName => name in EXPLAINED);

/** The settings from flags and, for those not given, from `COUNTERSIGN_…` variables; else every error, a line each. */
export function readSettings(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<Settings, string> {
  const flags = readFlags(args);
  if (!flags.ok) return flags;
  const given = Object.fromEntries(
    NAMES.map((name) => [name, flags.value[name] ?? environment[variableOf(name)]]).filter(
      ([, value]) => value !== undefined && value !== "",
    ),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    return refuse(parsed.error.issues.map((issue) => explainIssue(issue, given)).join("\n"));
  const settings = parsed.data;
  return ok({
    auth: settings.auth,
    baseUrl: settings["base-url"],
    keyFile: settings["key-file"],
    kubeconfig: settings.kubeconfig,
    namespaces: settings.namespaces,
    host: settings.host,
    port: settings.port,
    probePort: settings["probe-port"],
    leaderElection: settings["leader-election"] === "on",
    clusterName: settings["cluster-name"],
    timeZone: settings["time-zone"],
    logLevel: settings["log-level"],
  });
}

/** One line a setting, for `--help`. */
export function describeSettings(): string {
  return NAMES.map((name) => `  --${name.padEnd(14)} ${variableOf(name).padEnd(26)} ${EXPLAINED[name]}`).join(
    "\n",
  );
}

function readFlags(args: readonly string[]): Result<Readonly<Record<string, string | undefined>>, string> {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: "string" as const }]));
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    return ok(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function variableOf(name: SettingName): string {
  return `COUNTERSIGN_${name.toUpperCase().replaceAll("-", "_")}`;
}

function explainIssue(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = NAMES.find((candidate) => candidate === issue.path[0]);
  if (name === undefined) return issue.message;
  const label = `--${name} (or ${variableOf(name)})`;
  return given[name] === undefined
    ? `${label} is missing: ${EXPLAINED[name]}`
    : `${label} is ${JSON.stringify(given[name])}: ${issue.message}; give ${EXPLAINED[name]}`;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
