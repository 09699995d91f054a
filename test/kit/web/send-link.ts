// An approval, and the link that was sent to somebody for it, on a server where others sign in otherwise.
import assert from "node:assert/strict";
import { readAccess } from "../../../src/approvals/access/access-rules.ts";
import type { Mode } from "../../../src/auth/authenticator.ts";
import {
  createLinkMode,
  type LinkModeOptions,
  makeLink,
  type SentLink,
} from "../../../src/auth/authenticators/link.ts";
import { combineModes } from "../../../src/auth/combine-modes.ts";
import type { SigningKeys } from "../../../src/auth/signing-keys.ts";
import { approvalPath } from "../../../src/objects/approval/approval-url.ts";
import type { Logger } from "../../../src/std/logger.ts";
import { ok } from "../../../src/std/result.ts";
import { type ApprovalChanges, buildApproval, REF, TEST_NOW_MS } from "./build-approval.ts";
import type { MemoryApprovals } from "./memory-approvals.ts";
import { startTestServer, TEST_KEYS, type TestServer } from "./start-test-server.ts";
import { TestBrowser } from "./test-browser.ts";

export const ORIGIN = "http://localhost";

/** Signs in whom a header names; nobody else. */
const BY_HEADER: Mode = {
  pages: {
    signIn: { kind: "login", href: "/login" },
    advice: "Sign in.",
    authenticate: async ({ headers }) => {
      const name = headers.get("x-person");
      const principal = { issuer: "company", subject: `id-of-${name}`, name: name ?? "", groups: ["dba"] };
      return ok({ id: "session", ...(name !== null && { principal }) });
    },
  },
};

/** What differs from a link that may vote. */
export interface LinkChanges extends ApprovalChanges {
  readonly decide?: boolean;
  readonly recipient?: string;
  readonly attempt?: number;
  readonly uid?: string;
  readonly keys?: SigningKeys;
  readonly admins?: readonly string[];
}

export interface Sent extends TestServer {
  /** Each as JSON. */
  readonly lines: readonly string[];
  readonly sent: SentLink;
  readonly browser: TestBrowser;
}

/** An approval, and the link that was sent to mary. */
export function sendLink({
  decide = true,
  recipient = "mary",
  attempt = 1,
  uid,
  keys = TEST_KEYS,
  admins = [],
  ...changes
}: LinkChanges = {}): Sent {
  const sample = buildApproval(changes);
  const clock = { nowMs: TEST_NOW_MS, now: () => clock.nowMs };
  const lines: string[] = [];
  const log = (fields: object, message: string): void => void lines.push(JSON.stringify([fields, message]));
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const server = startTestServer([sample], {
    clock,
    logger,
    keys,
    access: readAccess({ admins: { users: admins } }, { namesProve: true }),
    authenticators: combineModes([
      BY_HEADER,
      createLinkMode({ ...partsOf(), decide, findApproval: (ref) => standingOf(server.approvals, ref) }),
    ]),
  });
  function partsOf(): Pick<LinkModeOptions, "keys" | "baseUrl" | "clock" | "pathOf"> {
    return { keys, baseUrl: new URL(ORIGIN), clock, pathOf: approvalPath };
  }
  const made = makeLink(partsOf(), {
    ...REF,
    uid: uid ?? sample.task.metadata.uid ?? "",
    attempt,
    recipient: { name: recipient, groups: [] },
  });
  assert.ok(made.ok);
  return { ...server, clock, lines, sent: made.value, browser: new TestBrowser(server.app) };
}

function standingOf(approvals: MemoryApprovals, ref: typeof REF) {
  const view = approvals.find(ref);
  return view && { uid: view.uid, attempt: view.attempt };
}
