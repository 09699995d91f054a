import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";

import { refuse, ok, type Result } from "../std/result.ts";
import { refuseAddress } from "./check-address.ts";

/** All addresses of a host name, as the system knows them. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

const askSystem: Resolve = async (host) => await lookup(host, { all: true });

export interface ResolveOptions {
  /** Whether addresses of this machine, this cluster or this company may be connected to. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
  readonly signal: AbortSignal;
}

/**
 * The addresses of a host, asked for once, each of which may be connected to; else what goes on after the host. Whoever
 * connects to one of them, and asks for no others, cannot be led elsewhere by a second answer.
 */
export async function resolveHost(
  host: string,
  { allowPrivate, resolve = askSystem, signal }: ResolveOptions,
): Promise<Result<readonly LookupAddress[], string>> {
  const literal = host.replace(/^\[(?<address>.*)\]$/u, "$<address>");
  const family = isIP(literal);
  const found = family === 0 ? await ask(host, resolve, signal) : ok([{ address: literal, family }]);
  if (!found.ok) return found;
  if (found.value.length === 0) return refuse("has no address");
  for (const { address } of found.value) {
    const fault = refuseAddress(address, allowPrivate);
    if (fault !== undefined) return refuse(explain(address, fault));
  }
  return found;
}

/** For a connection: gives these addresses, whatever it asks for. */
export function fixLookup(addresses: readonly LookupAddress[]): LookupFunction {
  return (host, options, done) => {
    const [first] = addresses;
    if (options.all === true) done(null, [...addresses]);
    else if (first === undefined) done(new Error(`${host} has no address`), "");
    else done(null, first.address, first.family);
  };
}

async function ask(
  host: string,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<Result<readonly LookupAddress[], string>> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    signal.throwIfAborted();
    return ok(await Promise.race([resolve(host), aborted.promise]));
  } catch (error) {
    return refuse(`cannot be resolved: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function explain(address: string, fault: string): string {
  const advice = fault === "is private" ? "; `channels.allowPrivate: true` lets messages go there" : "";
  return `is at ${address}, which ${fault}${advice}`;
}
