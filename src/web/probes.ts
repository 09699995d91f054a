import { Hono } from "hono";

export interface Health {
  /** False: the process cannot do its work any more and has to be started anew. */
  readonly live: () => boolean;
  /** True, or the reason why requests are better sent elsewhere. */
  readonly ready: () => true | string;
}

/** Kubernetes probes, and the same under the paths and in the shape that Automatiko's users know (MicroProfile Health). */
export function createProbes({ live, ready }: Health): Hono {
  const probes = new Hono();
  probes.get("/livez", (c) => (live() ? c.text("ok") : c.text("not live", 503)));
  probes.get("/readyz", (c) => {
    const answer = ready();
    return answer === true ? c.text("ok") : c.text(answer, 503);
  });
  probes.get("/q/health/live", (c) => c.json(...describeHealth(live())));
  probes.get("/q/health/ready", (c) => c.json(...describeHealth(ready() === true)));
  return probes;
}

function describeHealth(up: boolean): [{ status: "UP" | "DOWN"; checks: readonly never[] }, 200 | 503] {
  return up ? [{ status: "UP", checks: [] }, 200] : [{ status: "DOWN", checks: [] }, 503];
}
