// Which addresses may be connected to on behalf of somebody's settings. Names prove nothing: what a name resolves to is checked.
import { isIPv4, isIPv6 } from "node:net";

import { matchAddresses } from "../std/address-ranges.ts";

/** Of this machine, this cluster or this company (IANA's special-purpose registries). */
const PRIVATE = matchAddresses([
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  // The metadata service of clouds is here, which gives credentials to whoever asks.
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "::1",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
]);

/** Where no server is, or where one cannot know which. */
const RESERVED_V4 = matchAddresses([
  "0.0.0.0/8",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
]);

/** All but 2000::/3, and of that what is translated (Teredo, 6to4) or written in books. */
const RESERVED_V6 = matchAddresses([
  "::/3",
  "4000::/2",
  "8000::/1",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
]);

/** IPv4 in IPv6: as sockets write it (RFC 4291 §2.5.5.2), and as NAT64 translates it (RFC 6052). */
const EMBEDDING = /^(?:0:0:0:0:0:ffff|64:ff9b:0:0:0:0):(?<high>[\da-f]+):(?<low>[\da-f]+)$/u;

/** What goes on after the address when it may not be connected to: `is private`. Undefined when it may. */
export function refuseAddress(address: string, allowPrivate: boolean): string | undefined {
  // What follows `%` names an interface of this machine.
  const [bare = ""] = address.split("%");
  const embedded = isIPv6(bare) ? readEmbedded(bare) : undefined;
  if (embedded !== undefined) return refuseAddress(embedded, allowPrivate);
  if (!isIPv4(bare) && !isIPv6(bare)) return "is not an IP address";
  if (isPrivateAddress(bare)) return allowPrivate ? undefined : "is private";
  const isReserved = isIPv4(bare) ? RESERVED_V4 : RESERVED_V6;
  return isReserved(bare) ? "is reserved" : undefined;
}

/** Whether it is of this machine, this cluster or this company. */
export function isPrivateAddress(address: string): boolean {
  const [bare = ""] = address.split("%");
  return PRIVATE((isIPv6(bare) ? readEmbedded(bare) : undefined) ?? bare);
}

function readEmbedded(address: string): string | undefined {
  const { high, low } = EMBEDDING.exec(expand(address))?.groups ?? {};
  if (high === undefined || low === undefined) return undefined;
  const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bits.flatMap((sixteen) => [sixteen >> 8, sixteen & 0xff]).join(".");
}

/** All eight groups, without leading zeros, in lower case. */
function expand(address: string): string {
  // The URL parser writes the last 32 bits as groups, and the longest run of zeros as `::`.
  const { hostname } = new URL(`http://[${address}]/`);
  const [before = "", after] = hostname.slice(1, -1).split("::");
  const head = before === "" ? [] : before.split(":");
  const tail = after === undefined || after === "" ? [] : after.split(":");
  const zeros = after === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array.from({ length: zeros }, () => "0"), ...tail].join(":");
}
