import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export interface Asset {
  /** Has the hash of the content in it, so that it may be kept for ever. */
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

export interface Assets {
  readonly css: Asset;
  readonly script: Asset;
  readonly icon: Asset;
}

/** Reads the style sheet, the script and the icon that stand beside this file. */
export function loadAssets(): Assets {
  return {
    css: loadAsset("app.css", "text/css; charset=utf-8"),
    script: loadAsset("app.js", "text/javascript; charset=utf-8"),
    icon: loadAsset("favicon.svg", "image/svg+xml"),
  };
}

function loadAsset(file: string, type: string): Asset {
  const body = readFileSync(new URL(file, import.meta.url), "utf8");
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return { path: `/assets/${file.replace(".", `.${hash}.`)}`, type, body };
}
