import { isIP } from "node:net";

/** IPv4 inside of IPv6: mapped (RFC 4291 §2.5.5.2), and translated under the well-known prefix (RFC 6052 §2.1). */
const IPV4_INSIDE = /^(?:::ffff|64:ff9b:):(?<high>[\da-f]{1,4}):(?<low>[\da-f]{1,4})$/u;
const GROUPS = 8;
/** A network has 64 bits of an address of IPv6, and whoever is in it gives itself the others (RFC 4291 §2.5.1). */
const GROUPS_OF_NETWORK = 4;

/**
 * What one sender has for an address, however it is written: of IPv4 the address, of IPv6 its first 64 bits. Undefined for
 * what is no address.
 */
export function blockOf(address: string): string | undefined {
  // What follows `%` names an interface of this machine.
  const [bare = ""] = address.split("%");
  const version = isIP(bare);
  if (version === 0) return undefined;
  if (version === 4) return bare;
  const short = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const { high, low } = IPV4_INSIDE.exec(short)?.groups ?? {};
  if (high !== undefined && low !== undefined) return [...bytesOf(high), ...bytesOf(low)].join(".");
  return `${expand(short).slice(0, GROUPS_OF_NETWORK).join(":")}::/64`;
}

function bytesOf(group: string): [number, number] {
  const number = Number.parseInt(group, 16);
  return [number >> 8, number & 0xff];
}

function expand(short: string): readonly string[] {
  const [head = [], tail = []] = short.split("::").map((half) => half.split(":").filter((one) => one !== ""));
  const left = Array.from({ length: GROUPS - head.length - tail.length }, () => "0");
  return [...head, ...left, ...tail];
}
