// Whether the time of an answer tells what the answer does not: how much of a wrong secret is right, and whether there is an
// approval that one may not see.
import { isSameSecret } from "../src/auth/is-same-secret.ts";
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { MARY_BY_PROXY, PROXY_WITH_SECRET } from "./modes/proxy-modes.ts";
import { openPending } from "./pending.ts";
import type { Sizes } from "./sizes.ts";
import { median, rangeOf } from "./statistics.ts";

const GOAL = { atMost: 5 };
const SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef";
/** One comparison is too short for the clock. */
const COMPARISONS_AT_ONCE = 200;

type TimingSizes = Sizes["timing"];

/** What takes its time, in turn with the other. @returns milliseconds */
type Timed = () => Promise<number>;

export async function measureTiming(arena: Arena, sizes: TimingSizes): Promise<readonly Figure[]> {
  return [await measureSecrets(sizes), await measureHidden(arena, sizes)];
}

async function measureSecrets(sizes: TimingSizes): Promise<Figure> {
  return await compare("a secret that is wrong in its last character, to its first", sizes, [
    timeComparisons(`${SECRET.slice(0, -1)}x`),
    timeComparisons(`x${SECRET.slice(1)}`),
  ]);
}

function timeComparisons(given: string): Timed {
  return async () => {
    const startMs = performance.now();
    for (let count = 0; count < COMPARISONS_AT_ONCE; count += 1) {
      if (isSameSecret(given, SECRET)) throw new Error("a wrong secret is taken");
    }
    return (performance.now() - startMs) / COMPARISONS_AT_ONCE;
  };
}

/** Of two names that are as long, one is there, and asks somebody else. */
async function measureHidden(arena: Arena, sizes: TimingSizes): Promise<Figure> {
  const { cluster, keyFile } = arena;
  const { namespace } = arena.product;
  const origin = arena.serve.url;
  const { auth, close } = await PROXY_WITH_SECRET.open({ cluster, namespace, origin, keyFile });
  await openPending(cluster.api, { namespace, from: 0, to: 1, baseUrl: origin, approversOf: () => ["john"] });
  arena.configure({ auth, access: { view: [] } });
  await arena.startServe();
  await arena.settleServe();
  const url = `${origin}/api/v1/approvals/${namespace}`;
  const figure = await compare("404 for an approval that one may not see, to one that is not there", sizes, [
    timeAnswer(`${url}/pending-0`),
    timeAnswer(`${url}/pending-1`),
  ]);
  await arena.stopServe();
  await close();
  return figure;
}

function timeAnswer(url: string): Timed {
  return async () => {
    const startMs = performance.now();
    const answer = await fetch(url, { headers: MARY_BY_PROXY });
    await answer.arrayBuffer();
    if (answer.status !== 404) throw new Error(`${url} was answered ${answer.status}`);
    return performance.now() - startMs;
  };
}

/** Who comes first changes each time. The first round warms both up. */
async function compare(
  what: string,
  { rounds, samplesPerRound }: TimingSizes,
  [one, other]: readonly [Timed, Timed],
): Promise<Figure> {
  const times: { readonly one: number; readonly other: number }[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const ofOne: number[] = [];
    const ofOther: number[] = [];
    for (let sample = 0; sample < samplesPerRound; sample += 1) {
      const isFirst = sample % 2 === 0;
      if (isFirst) ofOne.push(await one());
      ofOther.push(await other());
      if (!isFirst) ofOne.push(await one());
    }
    if (round >= 0) times.push({ one: median(ofOne), other: median(ofOther) });
  }
  const differences = times.map(({ one: ofOne, other: ofOther }) => 100 * Math.abs(ofOne / ofOther - 1));
  const [ofOne, ofOther] = [
    median(times.map((round) => round.one)),
    median(times.map((round) => round.other)),
  ];
  return {
    what,
    value: 100 * Math.abs(ofOne / ofOther - 1),
    unit: "%",
    range: rangeOf(differences),
    goal: GOAL,
    detail: `${toMicroseconds(ofOne)} and ${toMicroseconds(ofOther)} µs, ${rounds} rounds of ${samplesPerRound} each`,
  };
}

function toMicroseconds(ms: number): string {
  return (1_000 * ms).toFixed(1);
}
