// Requests as they come through a proxy, and what somebody behind it could make of their headers.

export type HeaderLine = readonly [name: string, value: string];

/** What the proxy itself sends; the name of an attacker is nowhere in it. */
export interface ProxyRequest {
  readonly lines: readonly HeaderLine[];
  /** Those of them that count. */
  readonly counting: readonly string[];
  /** Of these, those whose text is somebody's name, address or groups. */
  readonly naming: readonly string[];
}

export interface HeaderAttack {
  readonly name: string;
  readonly lines: readonly HeaderLine[];
}

export const ATTACKER = "mallory";

/** Every way that is known, for every header that counts: two of a kind, twins, dropped on the way, not text, of another set. */
export function attackHeaders(request: ProxyRequest): readonly HeaderAttack[] {
  return [
    ...request.counting.flatMap((name) => [
      ...addAround(
        request,
        `${name} twice`,
        spellings(name).map((spelling) => [spelling, ATTACKER]),
      ),
      ...addAround(
        request,
        `a twin of ${name}`,
        twins(name).map((twin) => [twin, ATTACKER]),
      ),
      ...addAround(
        request,
        `${name} dropped`,
        connections(name).map((value) => ["Connection", value]),
      ),
      ...replace(request, name, NOT_TEXT),
      ...rename(request, name, twins(name)),
    ]),
    ...withoutFirst(request),
    ...request.naming.flatMap((name) => replace(request, name, NO_NAMES)),
    ...addAround(
      request,
      "another set",
      OTHER_SET.flatMap((name) => [
        [name, ATTACKER],
        [name.toLowerCase(), ATTACKER],
        [name.replaceAll("-", "_"), ATTACKER],
      ]),
    ),
  ];
}

function spellings(name: string): readonly string[] {
  return [name, name.toLowerCase(), name.toUpperCase()];
}

/** As those read it who take any other character for `-`, or write `-` as they like. */
function twins(name: string): readonly string[] {
  const joints = [...name.matchAll(/-/gu)].map(({ index }) => index);
  const all = Array.from("_.~!#$%&'*+^`|").map((joint) => name.replaceAll("-", joint));
  const some = joints.map((at) => `${name.slice(0, at)}_${name.slice(at + 1)}`);
  return [...new Set([...all, ...some, name.replaceAll("-", "_").toUpperCase()])].filter(
    (twin) => twin !== name,
  );
}

function connections(name: string): readonly string[] {
  return [
    name,
    name.toLowerCase(),
    `close, ${name}`,
    `keep-alive,${name.toUpperCase()},te`,
    ` ,, ${name} ,`,
    name.replaceAll("-", "_"),
  ];
}

/** Bytes that no text of UTF-8 has: alone, overlong, cut, of a surrogate, beyond all characters. */
const NOT_TEXT: readonly string[] = [
  "\xff",
  "m\xe4ry",
  "\xc0\xaf",
  "\xc1\xa1dmin",
  "\xe2\x82",
  "\xed\xa0\x80",
  "\xf4\x90\x80\x80",
  "\xf8\x88\x80\x80\x80",
  "mary\x80",
];

/** Text that is nobody's name: control characters, line separators, what stands for bytes that were not text. */
const NO_NAMES: readonly string[] = [
  "ma\try",
  "x\xc2\x85",
  "\xe2\x80\xa8x",
  "\xef\xbf\xbdx",
  "m".repeat(254),
];

const OTHER_SET: readonly string[] = ["User", "Email", "Groups", "Preferred-Username"].map(
  (name) => `X-Auth-Request-${name}`,
);

function addAround(
  { lines }: ProxyRequest,
  what: string,
  added: readonly HeaderLine[],
): readonly HeaderAttack[] {
  return added.flatMap((line) => [
    { name: `${what}: ${line.join(": ")}, first`, lines: [line, ...lines] },
    { name: `${what}: ${line.join(": ")}, last`, lines: [...lines, line] },
  ]);
}

function replace({ lines }: ProxyRequest, name: string, values: readonly string[]): readonly HeaderAttack[] {
  return values.map((value) => ({
    name: `${name} is ${JSON.stringify(value)}`,
    lines: lines.map((line): HeaderLine => (line[0] === name ? [name, value] : line)),
  }));
}

/** What the proxy sends, under the name of a twin alone. */
function rename({ lines }: ProxyRequest, name: string, others: readonly string[]): readonly HeaderAttack[] {
  return others.map((other) => ({
    name: `${name} as ${other} alone`,
    lines: lines.map((line): HeaderLine => (line[0] === name ? [other, line[1]] : line)),
  }));
}

/** More of somebody, and not who. */
function withoutFirst({ lines, naming }: ProxyRequest): readonly HeaderAttack[] {
  const [name, ...others] = naming;
  return others.map((other) => ({
    name: `${other} without ${name ?? ""}`,
    lines: lines.filter(([header]) => !naming.includes(header) || header === other),
  }));
}
