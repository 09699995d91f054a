// Memory of notices that are open: a product that was started with so many approvals, before and after each has one.
import { randomBytes } from "node:crypto";

import type { Arena } from "./arena.ts";
import type { Figure } from "./figure.ts";
import { EACH_GOAL_KB, eachFigure, totalFigure } from "./measure-memory.ts";
import { measureStarts } from "./measure-starts.ts";
import { addOpenNotices } from "./open-notices.ts";
import { openPending } from "./pending.ts";
import type { Sizes } from "./sizes.ts";

const NOTICE_GOAL_KB = 1;

export async function measureNotices(
  arena: Arena,
  { pending, startsEach }: Sizes["notices"],
): Promise<readonly Figure[]> {
  const { api } = arena.cluster;
  const { namespace } = arena.product;
  const secretFile = arena.cluster.writeSecret(
    "webhook-secret",
    `whsec_${randomBytes(24).toString("base64")}`,
  );
  const webhooks = [{ id: "programs", url: "https://programs.example.com/events", secretFile }];
  arena.configure({ auth: { modes: ["open"] }, channels: { webhooks } });
  await openPending(api, { namespace, from: 0, to: pending, baseUrl: arena.serve.url });
  const without = (await measureStarts(arena, startsEach)).memory;
  await addOpenNotices(api, namespace, {
    channel: "webhook/programs",
    tells: ["request", "voted", "outcome"],
  });
  const { memory: starts } = await measureStarts(arena, startsEach);
  const count = pending.toLocaleString("en");
  return [
    totalFigure({ pending, what: `${count} pending, beside notices`, starts: without }, EACH_GOAL_KB),
    totalFigure(
      { pending, what: `${count} pending with a notice open each`, starts },
      EACH_GOAL_KB + NOTICE_GOAL_KB,
    ),
    eachFigure(
      { pending, what: `${count} open notices`, starts },
      {
        beside: without,
        goalKb: NOTICE_GOAL_KB,
        detail: "resident, over that of the same approvals without",
      },
    ),
  ];
}
