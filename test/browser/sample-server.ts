import { readAccess } from "../../src/approvals/access/access-rules.ts";
import type { ApprovalChanges } from "../kit/web/build-approval.ts";
import { createFakeLogin } from "../kit/web/fake-login.ts";
import type { MemoryApprovals } from "../kit/web/memory-approvals.ts";
import { startTestServer, type TestServer } from "../kit/web/start-test-server.ts";
import { asTheyAre, castApproval, type Cast } from "./cast.ts";
import { makeDemoWorld } from "./demo-world.ts";
import { SAMPLE_WORLD } from "./sample-world.ts";

export interface SampleServer {
  readonly url: string;
  readonly approvals: MemoryApprovals;
  /** Tests may move it. */
  readonly clock: TestServer["clock"];
  readonly close: () => Promise<void>;
}

export interface SampleServing {
  readonly cast?: Cast;
  readonly more?: readonly ApprovalChanges[];
  /** Whether the demo adds its pages, with runs on them. */
  readonly demo?: boolean;
  /** Whether people sign in at a provider; nobody has. */
  readonly signsIn?: boolean;
}

const NOBODY = { issuer: "https://id.example", subject: "1", name: "nobody", groups: [] };
const SIGN_IN = {
  authenticators: createFakeLogin(NOBODY).authenticators,
  access: readAccess({}, { namesProve: true }),
};

/** The sample world, served on a port of its own. */
export async function serveSampleWorld(options: SampleServing = {}): Promise<SampleServer> {
  const { cast = asTheyAre, more = [], demo = false, signsIn = false } = options;
  const samples = [...SAMPLE_WORLD, ...more].map((changes) => castApproval(changes, cast));
  const added = demo ? makeDemoWorld(cast) : undefined;
  const { server, approvals, clock } = startTestServer([...samples, ...(added?.approvals ?? [])], {
    access: readAccess({ admins: { users: [cast("Ada")] } }, { namesProve: false }),
    ...(added && { extraPages: added.extraPages }),
    ...(signsIn && SIGN_IN),
  });
  const { port, close } = await server.listen({ port: 0, host: "127.0.0.1" });
  return { url: `http://localhost:${port}`, approvals, clock, close };
}
