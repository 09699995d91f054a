import type { Hono } from "hono";
import { acceptsGzip } from "../delivery/compression.ts";
import type { WebEnv } from "../web-env.ts";
import type { Assets } from "./load-assets.ts";

/** Serves the assets; their addresses change with their content, so a browser may keep them. */
export function routeAssets(app: Hono<WebEnv>, assets: Assets): void {
  for (const { path, type, body, packed } of Object.values(assets).flat()) {
    app.get(path, (c) => {
      c.header("Cache-Control", "public, max-age=31536000, immutable");
      c.header("Vary", "Accept-Encoding");
      if (!acceptsGzip(c.req.header("accept-encoding"))) return c.body(body, 200, { "Content-Type": type });
      return c.body(packed, 200, { "Content-Type": type, "Content-Encoding": "gzip" });
    });
  }
}
