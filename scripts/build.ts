// Makes `dist/` (or `--out FOLDER`): the product as a few JavaScript files with the packages it needs in them. The image
// runs it: it starts sooner than the sources and takes less memory.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { type Plugin, build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");

const { values } = parseArgs({ options: { out: { type: "string", default: join(ROOT, "dist") } } });

/** zod has its messages in some fifty languages, more than half of its size. Ours are English. */
const onlyEnglish: Plugin = {
  name: "only-english",
  setup(esbuild) {
    esbuild.onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/**
 * Style sheets and the definition are read from where they are in the tree, of which `dist/` is a folder: the code
 * goes on looking for them from its old place.
 */
const ownPlaces: Plugin = {
  name: "own-places",
  setup(esbuild) {
    esbuild.onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, ({ path }) => {
      const place = JSON.stringify(join("..", relative(ROOT, path)));
      const text = readFileSync(path, "utf8");
      return {
        contents: text.replaceAll("import.meta.url", `new URL(${place}, import.meta.url).href`),
        loader: "ts",
      };
    });
  },
};

/**
 * V8 keeps the text of a file for as long as it runs, and with two bytes for each character as soon as one is beyond Latin-1:
 * esbuild leaves those in templates and regular expressions. Escaped, unit by unit of UTF-16, they mean the same there.
 */
function escapeBeyondAscii(text: string): string {
  return text.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

rmSync(values.out, { recursive: true, force: true });
const { outputFiles } = await build({
  entryPoints: { countersign: join(ROOT, "src/main.ts") },
  outdir: values.out,
  bundle: true,
  // `help` and mistakes do not load what only `serve` needs.
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  // Names stay: they are what an error in a log is traced by.
  minifySyntax: true,
  minifyWhitespace: true,
  // Some packages are CommonJS, and ask for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
  },
  plugins: [onlyEnglish, ownPlaces],
  write: false,
  logLevel: "warning",
});
mkdirSync(values.out, { recursive: true });
for (const { path, text } of outputFiles) writeFileSync(path, escapeBeyondAscii(text));
