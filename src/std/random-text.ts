// Tells what a machine drew at random from what somebody wrote: there, letters of either case and digits follow one another
// without order, and in words and names they do not.

/** Random, or nearly so, and no secret: certificates and public keys, digests, UUIDs, hashes in hexadecimal. */
const HARMLESS = [
  /-----BEGIN (?:CERTIFICATE|[A-Z0-9 ]{0,30}PUBLIC KEY|[A-Z ]{0,30}SIGNATURE)-----[^-]*-----END/gu,
  // PEM in base64: what is no private key, which is looked for elsewhere.
  /LS0tLS1CRUdJTi[A-Za-z0-9+/]*={0,2}/gu,
  /(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-[a-z0-9]{1,20})\s{1,9}[A-Za-z0-9+/]{1,8192}={0,2}/gu,
  /(?<![A-Za-z0-9])sha(?:1|224|256|384|512)[-:][A-Za-z0-9+/_-]{16,128}={0,2}/giu,
  /(?<![A-Za-z0-9])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![A-Za-z0-9])/giu,
  /(?<![A-Za-z0-9])(?:g?[0-9a-f]{7,128}|[0-9A-F]{7,128})(?![A-Za-z0-9])/gu,
] as const;

interface RandomForm {
  readonly runs: RegExp;
  /** Sorts of characters that a run must have. */
  readonly sorts: readonly RegExp[];
  /** The least share of neighbours that are of different sorts. */
  readonly turns: number;
}

const MIXED = [/[a-z]/u, /[A-Z]/u, /[0-9]/u] as const;

/** Drawn from both cases and digits, it is 0.55; from one case and digits, 0.3 to 0.4. */
const FORMS: readonly RandomForm[] = [
  { runs: /[A-Za-z0-9+/_=-]{20,}/gu, sorts: MIXED, turns: 0.38 },
  { runs: /[A-Za-z0-9+/_=-]{32,}/gu, sorts: MIXED, turns: 0.33 },
  // A secret key of AWS, which has neither a prefix nor marks that are not in a path.
  { runs: /(?<![\w+/=.-])[A-Za-z0-9+/]{40}(?![\w+/=.-])/gu, sorts: MIXED, turns: 0.2 },
  { runs: /(?<![A-Za-z0-9])[a-z0-9]{24,}(?![A-Za-z0-9])/gu, sorts: [/[a-z]/u, /[0-9]/u], turns: 0.18 },
  { runs: /(?<![A-Za-z0-9])[A-Z0-9]{32,}(?![A-Za-z0-9])/gu, sorts: [/[A-Z]/u, /[0-9]/u], turns: 0.15 },
];

/** Bits of each character, by how often it comes in the run: about 4 where it is random, less where it repeats itself. */
const LEAST_BITS = 3.2;

/** Whether there is a long run in the text that was drawn at random: a key or a token without a mark of its own. */
export function looksRandom(text: string): boolean {
  const rest = HARMLESS.reduce((left, harmless) => left.replaceAll(harmless, " "), text);
  return FORMS.some(({ runs, sorts, turns }) =>
    rest
      .matchAll(runs)
      .some(
        ([run]) =>
          sorts.every((sort) => sort.test(run)) && countTurns(run) >= turns && countBits(run) >= LEAST_BITS,
      ),
  );
}

/** The share of neighbours that are of different sorts; marks between them count for neither, nor do the capitals of `ApiTest`. */
function countTurns(run: string): number {
  let pairs = 0;
  let turns = 0;
  for (let index = 1; index < run.length; index += 1) {
    const before = sortOf(run.charCodeAt(index - 1));
    const after = sortOf(run.charCodeAt(index));
    if (before === undefined || after === undefined) continue;
    pairs += 1;
    const isWord = before === "upper" && after === "lower" && sortOf(run.charCodeAt(index + 1)) === "lower";
    if (before !== after && !isWord) turns += 1;
  }
  return pairs === 0 ? 0 : turns / pairs;
}

function sortOf(code: number): "digit" | "upper" | "lower" | undefined {
  if (code >= 48 && code <= 57) return "digit";
  if (code >= 65 && code <= 90) return "upper";
  return code >= 97 && code <= 122 ? "lower" : undefined;
}

function countBits(run: string): number {
  const counts = new Map<string, number>();
  for (const character of run) counts.set(character, (counts.get(character) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / run.length);
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0);
}
