import { BlockList, isIP } from "node:net";

/** IP addresses, given by one of them and how many of its first bits they share: `10.0.0.0/8`, or one address alone. */
interface AddressRange {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

const BITS = { ipv4: 32, ipv6: 128 } as const;

export const LOOPBACK_RANGES: readonly string[] = ["127.0.0.0/8", "::1"];

/** Undefined when it is none. An IPv4 address is given as one, not as its form in IPv6 (`::ffff:…`). */
export function parseAddressRange(text: string): AddressRange | undefined {
  const { address = "", bits } = /^(?<address>[^/%]+)(?:\/(?<bits>\d{1,3}))?$/u.exec(text)?.groups ?? {};
  const version = isIP(address);
  if (version === 0 || /^::ffff:/iu.test(address)) return undefined;
  const family = version === 4 ? "ipv4" : "ipv6";
  const prefix = bits === undefined ? BITS[family] : Number(bits);
  return prefix <= BITS[family] ? { address, prefix, family } : undefined;
}

/** Whether all addresses of the range are this machine's own. */
export function isLoopbackRange(text: string): boolean {
  const range = parseAddressRange(text);
  if (range === undefined) return false;
  const least = range.family === "ipv4" ? 8 : BITS.ipv6;
  return range.prefix >= least && matchAddresses(LOOPBACK_RANGES)(range.address);
}

/** Tells whether an address is in one of the ranges; IPv4 is, too, where a socket of IPv6 writes it as `::ffff:10.0.0.1`. */
export function matchAddresses(ranges: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const text of ranges) {
    const range = parseAddressRange(text);
    if (range === undefined) throw new Error(`${text} is not a range of addresses.`);
    list.addSubnet(range.address, range.prefix, range.family);
  }
  return (address = "") => {
    // What follows `%` names an interface of this machine.
    const [bare = ""] = address.split("%");
    const version = isIP(bare);
    return version !== 0 && list.check(bare, version === 4 ? "ipv4" : "ipv6");
  };
}
