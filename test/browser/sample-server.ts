import type { ApprovalChanges } from "../kit/web/build-approval.ts";
import type { MemoryApprovals } from "../kit/web/memory-approvals.ts";
import { startTestServer } from "../kit/web/start-test-server.ts";
import { asTheyAre, castApproval, type Cast } from "./cast.ts";
import { makeDemoWorld } from "./demo-world.ts";
import { SAMPLE_WORLD } from "./sample-world.ts";

export interface SampleServer {
  readonly url: string;
  readonly approvals: MemoryApprovals;
  readonly close: () => Promise<void>;
}

export interface SampleServing {
  readonly cast?: Cast;
  readonly more?: readonly ApprovalChanges[];
  /** Whether the demo adds its pages, with runs on them. */
  readonly demo?: boolean;
}

/** The sample world, served on a port of its own. */
export async function serveSampleWorld(options: SampleServing = {}): Promise<SampleServer> {
  const { cast = asTheyAre, more = [], demo = false } = options;
  const samples = [...SAMPLE_WORLD, ...more].map((changes) => castApproval(changes, cast));
  const added = demo ? makeDemoWorld(cast) : undefined;
  const { server, approvals } = startTestServer(
    [...samples, ...(added?.approvals ?? [])],
    added && { extraPages: added.extraPages },
  );
  const { port, close } = await server.listen({ port: 0, host: "127.0.0.1" });
  return { url: `http://localhost:${port}`, approvals, close };
}
