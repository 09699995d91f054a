// The settings of `serve`, each written once: flags, variables, help, errors and docs/reference are made from this table.
import { z } from "zod";

import { isNamespaceName } from "../std/kubernetes-names.ts";
import { LOG_LEVELS } from "../std/logger.ts";

export interface Setting {
  /** Reads what a flag or a variable says. */
  readonly schema: z.ZodType;
  /** What to give, for the help, the reference, and an error. */
  readonly what: string;
  /** Taken when it is absent. Without one it must be given, unless `schema` is optional. */
  readonly default?: string;
  /** Of an optional one: what holds when it is absent. */
  readonly whenAbsent?: string;
}

/** An origin without a trailing slash. */
const baseUrl = z
  .url({ protocol: /^https?$/u, error: "not an http or https URL" })
  .refine((text) => !/[?#]/u.test(text), "has a query or a fragment")
  .refine(
    (text) => !URL.canParse(text) || new URL(text).pathname === "/",
    "has a path, and pages are served at the root of a host",
  )
  .transform((text) => text.replace(/\/+$/u, ""));

const namespaces = z
  .string()
  .transform((text) => text.split(",").map((name) => name.trim()))
  .pipe(z.array(z.string().refine(isNamespaceName, "not a namespace's name")).min(1))
  .readonly();

const port = z.coerce
  .number("not a number")
  .int("not a whole number")
  .min(0, "below 0")
  .max(65_535, "over 65535");

/** In the order of the help. The flag of `baseUrl` is `--base-url`, its variable `COUNTERSIGN_BASE_URL`. */
export const SETTINGS = {
  auth: {
    schema: z.enum(["open"], "give --auth open: everybody is who they claim to be; there is no default"),
    what: "how people sign in; `open` takes their word for who they are, and every page says so",
  },
  baseUrl: {
    schema: baseUrl,
    what: "the address people open, for example https://approvals.example.com; links in statuses begin with it",
  },
  keyFile: {
    schema: z.string(),
    what: "a file with at least 32 random bytes, the same for every replica; it signs cookies and form tokens",
  },
  kubeconfig: {
    schema: z.string().optional(),
    what: "the cluster to work on",
    whenAbsent: "the first one found of KUBECONFIG, ~/.kube/config and the pod's own service account",
  },
  namespaces: {
    schema: namespaces.optional(),
    what: "the namespaces to watch, separated by commas",
    whenAbsent: "all of them",
  },
  host: {
    schema: z.string(),
    what: "the address to listen on",
    default: "0.0.0.0",
  },
  port: {
    schema: port,
    what: "the port to listen on",
    default: "9000",
  },
  probePort: {
    schema: port,
    what: "the port for probes and metrics, which answers to any host name; 0 picks a free one",
    default: "9001",
  },
  leaderElection: {
    schema: z.enum(["on", "off"]).transform((word) => word === "on"),
    what: "on: only one of several replicas works, chosen by a Lease; off: each of them does, which is harmless",
    default: "on",
  },
  clusterName: {
    schema: z.string().max(63).optional(),
    what: "the name that pages show for the cluster",
    whenAbsent: "nothing",
  },
  timeZone: {
    schema: z.string().refine(isTimeZone, "not a time zone that this system knows"),
    what: "the time zone that pages use",
    default: "UTC",
  },
  logLevel: {
    schema: z.enum(LOG_LEVELS),
    what: "debug, info, warn or error",
    default: "info",
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** What the settings say, each as its schema reads it. */
export type Settings = { readonly [Name in SettingName]: z.infer<(typeof SETTINGS)[Name]["schema"]> };

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
