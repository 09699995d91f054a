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
  /** Modules that find one another by their names; the first imports the others. */
  readonly scripts: readonly Asset[];
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

/** The one that pages name comes first. */
const SCRIPTS = [
  "app",
  "draft",
  "hands",
  "live",
  "news",
  "patch",
  "room",
  "sending",
  "times",
  "trouble",
  "vote",
] as const;

/** Reads the style sheet, the scripts and the icon that stand beside this file. */
export function loadAssets(): Assets {
  return {
    css: makeAsset(
      "app.css",
      "text/css; charset=utf-8",
      STYLES.map((name) => read(`styles/${name}.css`)).join("\n"),
    ),
    scripts: loadScripts(),
    icon: makeAsset("favicon.svg", "image/svg+xml", read("favicon.svg")),
  };
}

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}

/** In a folder whose name has the hash of all: each imports others by their plain names. */
function loadScripts(): readonly Asset[] {
  const bodies = SCRIPTS.map((name) => ({ file: `${name}.js`, body: read(`scripts/${name}.js`) }));
  const folder = hashOf(bodies.map(({ body }) => body).join("\0"));
  return bodies.map(({ file, body }) =>
    packAsset(`/assets/${folder}/${file}`, "text/javascript; charset=utf-8", body),
  );
}

function makeAsset(file: string, type: string, body: string): Asset {
  return packAsset(`/assets/${file.replace(".", `.${hashOf(body)}.`)}`, type, body);
}

function packAsset(path: string, type: string, body: string): Asset {
  const packed = new Uint8Array(gzipSync(body, { level: constants.Z_BEST_COMPRESSION }));
  return { path, type, body, packed };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
