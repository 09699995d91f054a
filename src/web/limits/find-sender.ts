import { blockOf } from "../../std/address-block.ts";
import { matchAddresses } from "../../std/address-ranges.ts";

/** Whether what comes from there is passed on for others; undefined where a connection has no address. */
export type IsForwarder = (address: string | undefined) => boolean;

export interface ForwarderSettings {
  /** Ranges of addresses. */
  readonly forwardedBy: readonly string[];
  /** Pages listen on a Unix socket: whoever comes there passes on for others, and has no address. */
  readonly overSocket: boolean;
}

export function findForwarders({ forwardedBy, overSocket }: ForwarderSettings): IsForwarder {
  const isListed = matchAddresses(forwardedBy);
  return (address) => (address === undefined ? overSocket : isListed(address));
}

interface Arrival {
  /** The address at the other end of the connection; undefined where it has none, or has none any more. */
  readonly peer: string | undefined;
  /** `X-Forwarded-For`, all of them in their order: each proxy adds whom it got the request from at the end. */
  readonly forwardedFor: string | null;
}

/** With a port and brackets, as some proxies write it. */
const WITH_PORT = /^(?:\[(?<six>[^\]]*)\](?::\d{1,5})?|(?<four>[\d.]+):\d{1,5})$/u;

/**
 * From where a request comes, for limits alone. What is written there is believed from the right, as long as whoever wrote
 * it passes on for others: what is left of that, anybody can have written. What is no address ends it, too.
 */
export function findSender({ peer, forwardedFor }: Arrival, isForwarder: IsForwarder): string {
  const entries = forwardedFor?.split(",") ?? [];
  let sender = peer;
  while (isForwarder(sender)) {
    const address = readAddress(entries.pop() ?? "");
    if (address === undefined) break;
    sender = address;
  }
  return senderAt(sender);
}

/** What is counted for an address; all that have none are one. */
export function senderAt(address: string | undefined): string {
  return blockOf(address ?? "") ?? "nowhere";
}

function readAddress(entry: string): string | undefined {
  const text = entry.trim();
  const { six, four } = WITH_PORT.exec(text)?.groups ?? {};
  const address = six ?? four ?? text;
  return blockOf(address) === undefined ? undefined : address;
}
