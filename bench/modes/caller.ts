import { approvalPath } from "../../src/objects/approval/approval-url.ts";
import type { Visitor } from "../../test/kit/web/visitor.ts";

/** Somebody who looks at approvals and votes on them, in one mode. */
export interface Caller {
  /** What comes before that, and is not measured. */
  readonly prepare?: (name: string) => Promise<void>;
  /** Opens the approval. @returns how to approve it; rejects when the vote is not recorded. */
  readonly look: (name: string) => Promise<() => Promise<void>>;
}

interface Place {
  readonly origin: string;
  readonly namespace: string;
}

/** By the page of the approval and its form, as a browser without scripts. */
export function callPages(
  visitor: Visitor,
  { origin, namespace }: Place,
  fieldsOf: (name: string) => Readonly<Record<string, string>> = () => ({}),
): Caller {
  return {
    look: async (name) => {
      const path = approvalPath({ namespace, name });
      const page = await visitor.open(`${origin}${path}`);
      if (page.status !== 200) throw new Error(`${path} was answered ${page.status}: ${page.text}`);
      const action = `${path}/votes`;
      return async () => {
        const fields = { decision: "approve", comment: "bench", ...fieldsOf(name) };
        // The receipt is another page: the vote is recorded when the browser is sent there.
        const next = await visitor.submit(page, action, fields, ({ pathname }) => pathname !== action);
        if (next.status === 0 && next.url.pathname === `${path}/receipt`) return;
        throw new Error(`the vote on ${path} was answered ${next.status}: ${next.text}`);
      };
    },
  };
}

interface Identity {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** By the API, as a program. */
export function callApi({ origin, namespace }: Place, { query = "", headers = {} }: Identity): Caller {
  return {
    look: async (name) => {
      const url = `${origin}/api/v1/approvals/${namespace}/${name}`;
      await expectStatus(200, await fetch(`${url}${query}`, { headers }));
      return async () => {
        const answer = await fetch(`${url}/votes${query}`, {
          method: "POST",
          headers: { ...headers, "content-type": "application/json" },
          body: JSON.stringify({ decision: "approve", comment: "bench" }),
        });
        await expectStatus(201, answer);
      };
    },
  };
}

/** Reads all of it, too. */
async function expectStatus(status: number, answer: Response): Promise<void> {
  const body = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.url} was answered ${answer.status}: ${body}`);
}
