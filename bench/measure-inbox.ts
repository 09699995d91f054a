// What it takes to look: the inbox of somebody for whom very much waits, beside that of somebody for whom nothing does.
import { ApprovalIndex } from "../src/approvals/approval-index.ts";
import { serveNamespaces } from "../src/approvals/served-namespaces.ts";
import type { ApprovalTask } from "../src/objects/approval/approval-task.ts";
import { judgeDeadline } from "../src/objects/approval/judge-deadline.ts";
import { APPROVAL_TASKS } from "../src/objects/resources.ts";
import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { openPending } from "./pending.ts";
import type { Sizes } from "./sizes.ts";
import { median, rangeOf } from "./statistics.ts";

const INBOX_GOAL_MS = 15;
const COUNT_GOAL_MS = 0.1;
/** One count is too short for the clock. */
const COUNTS_AT_ONCE = 100;
/** The approvals of the bench ask mary by name, and nobody else. */
const ASKED = { name: "mary", groups: ["release-managers", "developers"] };

type InboxSizes = Sizes["inbox"];

export async function measureInbox(arena: Arena, sizes: InboxSizes): Promise<readonly Figure[]> {
  const { namespace } = arena.product;
  await openPending(arena.cluster.api, { namespace, from: 0, to: sizes.pending, baseUrl: arena.serve.url });
  await arena.startServe();
  await arena.settleServe();
  const pages = await measurePages(arena.serve.url, sizes);
  await arena.stopServe();
  const list = await arena.cluster.api.list<ApprovalTask>(APPROVAL_TASKS, { namespace });
  return [inboxFigure(pages, sizes), countFigure(measureCounts(list.items, sizes), sizes)];
}

interface PageTimes {
  /** Medians of the rounds, in milliseconds. */
  readonly full: readonly number[];
  readonly empty: readonly number[];
}

/** One page after the other, for one person after the other, so that both have the same machine. */
async function measurePages(url: string, { rounds, samplesPerRound }: InboxSizes): Promise<PageTimes> {
  const full: number[] = [];
  const empty: number[] = [];
  await timePages(url, samplesPerRound);
  for (let round = 0; round < rounds; round += 1) {
    const times = await timePages(url, samplesPerRound);
    full.push(median(times.map(([ofMary]) => ofMary)));
    empty.push(median(times.map(([, ofNobody]) => ofNobody)));
  }
  return { full, empty };
}

async function timePages(url: string, samples: number): Promise<readonly (readonly [number, number])[]> {
  const times: (readonly [number, number])[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    times.push([await timePage(`${url}/?user=mary`), await timePage(`${url}/?user=nobody`)]);
  }
  return times;
}

/** Until the whole page is there. */
async function timePage(url: string): Promise<number> {
  const startMs = performance.now();
  const answer = await fetch(url, { headers: { accept: "text/html" } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} was answered ${answer.status}`);
  return performance.now() - startMs;
}

/** The index of the product over the same approvals, in this process: a count is too short to be seen from outside. */
function measureCounts(tasks: readonly ApprovalTask[], { rounds, pending }: InboxSizes): readonly number[] {
  const index = new ApprovalIndex({ served: serveNamespaces(), deadlineOf: (task) => judgeDeadline(task) });
  for (const task of tasks) index.upsert(task);
  const nowMs = Date.now();
  if (index.countWaitingFor(ASKED, nowMs) !== pending) throw new Error("not all of them wait for mary");
  const countOften = (): number => {
    const startMs = performance.now();
    for (let count = 0; count < COUNTS_AT_ONCE; count += 1) index.countWaitingFor(ASKED, nowMs);
    return (performance.now() - startMs) / COUNTS_AT_ONCE;
  };
  countOften();
  return Array.from({ length: rounds }, countOften);
}

function inboxFigure({ full, empty }: PageTimes, { pending, rounds, samplesPerRound }: InboxSizes): Figure {
  return {
    what: `inbox, ${pending.toLocaleString("en")} waiting`,
    value: median(full),
    unit: "ms",
    range: rangeOf(full),
    goal: { atMost: INBOX_GOAL_MS },
    detail: `${rounds} rounds of ${samplesPerRound} pages; ${median(empty).toFixed(2)} ms with nothing waiting`,
  };
}

function countFigure(times: readonly number[], { pending, rounds }: InboxSizes): Figure {
  return {
    what: `count of what waits, ${pending.toLocaleString("en")} waiting`,
    value: median(times),
    unit: "ms",
    range: rangeOf(times),
    goal: { atMost: COUNT_GOAL_MS },
    detail: `${rounds} rounds of ${COUNTS_AT_ONCE}, in the bench's own process`,
  };
}
