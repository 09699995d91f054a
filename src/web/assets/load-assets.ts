import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { constants, gzipSync } from "node:zlib";

interface Asset {
  /** Has the hash of the content in it, so that it may be kept for ever. */
  readonly path: string;
  readonly type: string;
  readonly body: string;
  /** The same by gzip: packed once, as hard as it can be. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

export interface Assets {
  readonly css: Asset;
  readonly script: Asset;
  readonly icon: Asset;
}

/** Parts of the one style sheet, in the order in which later rules win over earlier ones. */
const STYLES = [
  "tokens",
  "elements",
  "frame",
  "components",
  "vote",
  "pipeline",
  "wide",
  "phone",
  "forced-colors",
  "print",
] as const;

/** Reads the style sheet, the script and the icon that stand beside this file. */
export function loadAssets(): Assets {
  return {
    css: makeAsset(
      "app.css",
      "text/css; charset=utf-8",
      STYLES.map((name) => read(`styles/${name}.css`)).join("\n"),
    ),
    script: makeAsset("app.js", "text/javascript; charset=utf-8", read("app.js")),
    icon: makeAsset("favicon.svg", "image/svg+xml", read("favicon.svg")),
  };
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}

function makeAsset(file: string, type: string, body: string): Asset {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  const packed = new Uint8Array(gzipSync(body, { level: constants.Z_BEST_COMPRESSION }));
  return { path: `/assets/${file.replace(".", `.${hash}.`)}`, type, body, packed };
}
