import { readFileSync } from "node:fs";

import { makeLink, type SentLink } from "../../src/auth/authenticators/link.ts";
import { parseKeys } from "../../src/config/files/parse-keys.ts";
import { approvalPath } from "../../src/objects/approval/approval-url.ts";
import { APPROVAL_TASKS } from "../../src/objects/resources.ts";
import { systemClock } from "../../src/std/clock.ts";
import { Visitor } from "../../test/kit/web/visitor.ts";
import { callPages } from "./caller.ts";
import { closeNothing, type MeasuredMode, type ModePlace } from "./measured-mode.ts";

/** Somebody who has opened the link to each approval, and types its code. */
export const LINK: MeasuredMode = {
  name: "link",
  looksAt: "page",
  nameApprover: () => "mary",
  open: async (place) => ({
    auth: { modes: ["kubernetes", "link"], link: { decide: true } },
    signIn: async () => {
      const visitor = new Visitor();
      const codes = new Map<string, string>();
      return {
        ...callPages(visitor, place, (name) => ({ code: codes.get(name) ?? "" })),
        prepare: async (name) => {
          const { url, code } = await sendLink(place, name);
          codes.set(name, code);
          await visitor.open(url);
        },
      };
    },
    close: closeNothing,
  }),
};

async function sendLink({ cluster, namespace, origin, keyFile }: ModePlace, name: string): Promise<SentLink> {
  const keys = parseKeys(readFileSync(keyFile));
  if (!keys.ok) throw new Error(`${keyFile} ${keys.error}`);
  const { metadata } = await cluster.api.get(APPROVAL_TASKS, { namespace, name });
  const parts = { keys: keys.value, baseUrl: new URL(origin), clock: systemClock, pathOf: approvalPath };
  const recipient = { name: "mary", groups: [] };
  const link = makeLink(parts, { namespace, name, uid: metadata.uid ?? "", attempt: 1, recipient });
  if (!link.ok) throw new Error(link.error);
  return link.value;
}
