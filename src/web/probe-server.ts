// What the machinery asks, on a port of its own: probes and metrics and nothing else. It knows no people and no approvals.
import { Hono } from "hono";
import { securityHeaders } from "./guards/security-headers.ts";
import { listen, type Listening, type ListenOnPort } from "./listening/listen.ts";
import { createProbes, type Health } from "./probes.ts";

export interface ProbeServerOptions {
  readonly health: Health;
  /** The text that Prometheus reads. */
  readonly metrics: () => Promise<string>;
}

export interface ProbeServer {
  readonly app: Hono;
  listen(where: ListenOnPort): Promise<Listening>;
}

/**
 * Builds the server; nothing listens yet. Whatever `Host` a request names is answered: kubelets and Prometheus name the
 * pod's address. Its connections are its own, so that pages, however busy, take none from it.
 */
export function createProbeServer({ health, metrics }: ProbeServerOptions): ProbeServer {
  const app = new Hono();
  app.use(securityHeaders);
  app.route("/", createProbes(health));
  app.get("/metrics", async (c) =>
    c.body(await metrics(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
  );
  return { app, listen: (where) => listen(app.fetch, { ...where, flag: "--probe-port" }) };
}
