// What each mode adds to looking at an approval and to voting on it, beside open mode: a process of the product in each, on the
// same approvals, in turn.
import { findFreePort } from "../rigs/find-free-port.ts";
import { Visitor } from "../test/kit/web/visitor.ts";
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { type Caller, callApi, callPages } from "./modes/caller.ts";
import { KUBERNETES } from "./modes/kubernetes-mode.ts";
import { LINK } from "./modes/link-mode.ts";
import { LOGIN } from "./modes/login-mode.ts";
import type { MeasuredMode } from "./modes/measured-mode.ts";
import { PROXY_WITH_ID_TOKEN, PROXY_WITH_SECRET } from "./modes/proxy-modes.ts";
import { openPending } from "./pending.ts";
import type { Sizes } from "./sizes.ts";
import { median, rangeOf } from "./statistics.ts";

const GOAL = { atMost: 1.05 };
const MODES: readonly MeasuredMode[] = [PROXY_WITH_SECRET, PROXY_WITH_ID_TOKEN, LOGIN, KUBERNETES, LINK];

type ModesSizes = Sizes["modes"];

/** Milliseconds, of one side in one round. */
interface SideTimes {
  readonly looks: number[];
  readonly votes: number[];
}

interface Round {
  readonly mode: SideTimes;
  readonly open: SideTimes;
}

/**
 * The first process has the Lease and does the controller's work, for all of them; so what is measured is what answers
 * people alone, and the two that are compared do the same beside it.
 */
export async function measureModes(arena: Arena, sizes: ModesSizes): Promise<readonly Figure[]> {
  const { namespace } = arena.product;
  const each = 2 * (sizes.warmUp + sizes.rounds * sizes.samplesPerRound);
  await openPending(arena.cluster.api, {
    namespace,
    from: 0,
    to: MODES.length * each,
    baseUrl: arena.serve.url,
    approversOf: (number) => [
      ...new Set(["mary", MODES[Math.floor(number / each)]?.nameApprover(namespace) ?? "john"]),
    ],
  });
  await arena.startServe();
  await arena.settleServe();
  const figures: Figure[] = [];
  for (const [index, mode] of MODES.entries()) {
    const names = namesFrom(index * each);
    figures.push(...(await measureMode(arena, { mode, sizes, names })));
  }
  return figures;
}

function* namesFrom(first: number): Generator<string, never> {
  for (let number = first; ; number += 1) yield `pending-${number}`;
}

interface Measurement {
  readonly mode: MeasuredMode;
  readonly sizes: ModesSizes;
  /** Of approvals that nobody has voted on. */
  readonly names: Iterator<string, never>;
}

async function measureMode(arena: Arena, { mode, sizes, names }: Measurement): Promise<readonly Figure[]> {
  const { namespace } = arena.product;
  const port = await findFreePort();
  const { cluster, keyFile } = arena;
  const place = { cluster, namespace, origin: `http://127.0.0.1:${port}`, keyFile };
  const { auth, signIn, close } = await mode.open(place);
  const serve = arena.openReplica({ port, settings: { auth } });
  // As young as the other: V8 makes code faster with each page that it has shown.
  const open = arena.openReplica({ port: await findFreePort(), settings: { auth: { modes: ["open"] } } });
  await Promise.all([serve.start(), open.start()]);
  const callers = { mode: await signIn(), open: await openCaller(mode, open.url, namespace) };
  await measureRound(callers, names, sizes.warmUp);
  const rounds: Round[] = [];
  for (let round = 0; round < sizes.rounds; round += 1) {
    rounds.push(await measureRound(callers, names, sizes.samplesPerRound));
  }
  await Promise.all([serve.stop(), open.stop()]);
  await close();
  return [toFigure(mode, rounds, "looks"), toFigure(mode, rounds, "votes")];
}

/** Mary in open mode, who looks at what somebody of that mode looks at. */
async function openCaller({ looksAt }: MeasuredMode, origin: string, namespace: string): Promise<Caller> {
  if (looksAt === "API") return callApi({ origin, namespace }, { query: "?user=mary" });
  const visitor = new Visitor();
  await visitor.open(`${origin}/?user=mary`);
  return callPages(visitor, { origin, namespace });
}

interface Callers {
  readonly mode: Caller;
  readonly open: Caller;
}

/** Who comes second has the other's vote to hear of: so they change places each time. */
async function measureRound(
  callers: Callers,
  names: Iterator<string, never>,
  samples: number,
): Promise<Round> {
  const round: Round = { mode: { looks: [], votes: [] }, open: { looks: [], votes: [] } };
  for (let sample = 0; sample < samples; sample += 1) {
    const order = sample % 2 === 0 ? (["mode", "open"] as const) : (["open", "mode"] as const);
    for (const side of order) await measureSample(callers[side], names.next().value, round[side]);
  }
  return round;
}

async function measureSample(caller: Caller, name: string, { looks, votes }: SideTimes): Promise<void> {
  await caller.prepare?.(name);
  const lookedMs = performance.now();
  const vote = await caller.look(name);
  const votedMs = performance.now();
  await vote();
  looks.push(votedMs - lookedMs);
  votes.push(performance.now() - votedMs);
}

function toFigure({ name, looksAt }: MeasuredMode, rounds: readonly Round[], part: keyof SideTimes): Figure {
  const ofMode = median(rounds.flatMap(({ mode }) => mode[part]));
  const ofOpen = median(rounds.flatMap(({ open }) => open[part]));
  const what = part === "looks" ? (looksAt === "page" ? "page" : "approval of the API") : "vote";
  return {
    what: `${what} by ${name}`,
    value: ofMode / ofOpen,
    unit: "×",
    range: rangeOf(rounds.map(({ mode, open }) => median(mode[part]) / median(open[part]))),
    goal: GOAL,
    detail: `${ofMode.toFixed(2)} ms, in open mode ${ofOpen.toFixed(2)} ms`,
  };
}
