// What is wrong with settings beside one another, though each is right by itself.
import type { Fault } from "./fault.ts";
import { findLongLink } from "./find-long-link.ts";
import { findMissingProvider } from "./find-missing-provider.ts";
import { findUnprovenProxy } from "./find-unproven-proxy.ts";
import { CONFIGURATION, type Settings } from "./settings.ts";
import { valueAt } from "./value-path.ts";

/** `values`: as they were given, by file, variables and flags. A group with a fault of its own is left out of it. */
export function findClashes(values: unknown): readonly Fault[] {
  const listen = CONFIGURATION.shape.listen.safeParse(valueAt(values, ["listen"]));
  const auth = CONFIGURATION.shape.auth.safeParse(valueAt(values, ["auth"]));
  const idle = auth.success ? [...findIdleView(auth.data, values), ...findLongLink(auth.data)] : [];
  const missing = findMissingProvider(values);
  if (!listen.success) return [...missing, ...idle];
  return [
    ...missing,
    ...findSamePort(listen.data, values),
    ...findPortBesideSocket(listen.data, values),
    ...(auth.success ? findUnprovenProxy(auth.data, listen.data) : []),
    ...idle,
  ];
}

/** Of two ports that are the same, one at least was given. */
function findSamePort({ port, probePort, socket }: Settings["listen"], values: unknown): readonly Fault[] {
  if (port === 0 || port !== probePort || socket !== undefined) return [];
  const path = ["listen", isGiven(values, "port") ? "port" : "probePort"];
  return [{ path, text: `pages and probes cannot share a port, and both have ${port}` }];
}

/** Whoever gives both may think that pages are at both. */
function findPortBesideSocket({ socket }: Settings["listen"], values: unknown): readonly Fault[] {
  if (socket === undefined) return [];
  return ["host", "port"]
    .filter((key) => isGiven(values, key))
    .map((key) => ({
      path: ["listen", key],
      text: `pages listen on ${socket} (listen.socket) in place of it; leave one of them out`,
    }));
}

/** Whoever sets it wants to keep something from somebody, who would see it all the same. */
function findIdleView({ modes }: Settings["auth"], values: unknown): readonly Fault[] {
  const path = ["access", "view"];
  if (!modes.includes("open") || valueAt(values, path) === undefined) return [];
  const text =
    "has no effect in mode open, where everybody sees everything; leave it out, or choose another mode";
  return [{ path, text }];
}

function isGiven(values: unknown, key: string): boolean {
  return valueAt(values, ["listen", key]) !== undefined;
}
