// What is wrong with settings beside one another, though each is right by itself.
import type { Fault } from "./fault.ts";
import { findUnprovenProxy } from "./find-unproven-proxy.ts";
import { CONFIGURATION, type Settings } from "./settings.ts";
import { valueAt } from "./value-path.ts";

/** `values`: as they were given, by file, variables and flags. A group with a fault of its own is left out of it. */
export function findClashes(values: unknown): readonly Fault[] {
  const listen = CONFIGURATION.shape.listen.safeParse(valueAt(values, ["listen"]));
  const auth = CONFIGURATION.shape.auth.safeParse(valueAt(values, ["auth"]));
  if (!listen.success) return [];
  return [
    ...findSamePort(listen.data, values),
    ...findPortBesideSocket(listen.data, values),
    ...(auth.success ? findUnprovenProxy(auth.data, listen.data) : []),
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

function isGiven(values: unknown, key: string): boolean {
  return valueAt(values, ["listen", key]) !== undefined;
}
