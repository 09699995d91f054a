import { isLoopbackRange } from "../std/address-ranges.ts";
import { adviseAt } from "./advise.ts";
import type { Fault } from "./fault.ts";
import { CONFIGURATION, type Settings } from "./settings.ts";

type Auth = Settings["auth"];
type Proxy = NonNullable<Auth["proxy"]>;
type Listen = Settings["listen"];

const PATH = ["auth", "proxy"];

/** In mode `proxy`, what lets others than the proxy say who they are. */
export function findUnprovenProxy({ modes, proxy }: Auth, listen: Listen): readonly Fault[] {
  if (!modes.includes("proxy")) return [];
  if (proxy === undefined)
    return [...(needsFrom(undefined, listen) ? [missing("from")] : []), missing("proof")];
  return [
    ...findFrom(proxy, listen),
    ...(proxy.proof === "loopback" ? findOpenLoopback(proxy, listen) : []),
    ...findMixedHeaders(proxy),
  ];
}

function missing(key: string): Fault {
  const path = [...PATH, key];
  return { path, text: `is missing; give ${adviseAt(CONFIGURATION, path)}` };
}

function needsFrom(proxy: Proxy | undefined, { socket }: Listen): boolean {
  return socket === undefined && proxy?.proof !== "loopback";
}

function findFrom(proxy: Proxy, listen: Listen): readonly Fault[] {
  if (proxy.from === undefined) return needsFrom(proxy, listen) ? [missing("from")] : [];
  if (listen.socket === undefined) return [];
  return [
    { path: [...PATH, "from"], text: "a Unix socket (listen.socket) knows no addresses; leave it out" },
  ];
}

function findOpenLoopback({ from = [] }: Proxy, { host, socket }: Listen): readonly Fault[] {
  const foreign = from.flatMap((range, index) =>
    isLoopbackRange(range)
      ? []
      : [
          {
            path: [...PATH, "from", index],
            text: `${range} is not loopback, which the proof \`loopback\` is about; leave it out`,
          },
        ],
  );
  if (socket !== undefined || isLoopbackRange(host)) return foreign;
  const text = `\`loopback\` proves nothing while pages are at ${host}, for everybody; set listen.host to 127.0.0.1 (and listen.probeHost to 0.0.0.0, for probes), or listen.socket`;
  return [...foreign, { path: [...PATH, "proof"], text }];
}

/** Of two sets, one could be what the proxy does not overwrite. And who reads a secret as a name shows it. */
function findMixedHeaders({ headers, proof }: Proxy): readonly Fault[] {
  const path = [...PATH, "headers"];
  const names = Object.values(headers).flatMap((name) => name?.toLowerCase() ?? []);
  const has = (prefix: string): boolean => names.some((name) => name.startsWith(prefix));
  if (has("x-forwarded-") && has("x-auth-request-")) {
    return [{ path, text: "names headers of two sets, X-Forwarded-… and X-Auth-Request-…; give all of one" }];
  }
  const shown = proof === "loopback" ? undefined : (proof.secret ?? proof.idToken)?.header.toLowerCase();
  if (shown === undefined || !names.includes(shown)) return [];
  return [{ path, text: "names the header of the proof; that is not for people's names" }];
}
