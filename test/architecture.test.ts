// The layout is the architecture: who may import whom, and which folder may use which package.
import assert from "node:assert/strict";
import { readFileSync, globSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..");

/** A room: a folder of `src/` or `sandbox/` (or a file at its root), and what of ours it may import; see ARCHITECTURE.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  std: [],
  decision: [],
  config: ["std"],
  net: ["std"],
  kube: ["net", "std"],
  objects: ["decision", "kube", "std"],
  cluster: ["kube", "objects", "std"],
  approvals: ["decision", "objects", "cluster", "kube", "std"],
  notify: ["objects", "decision", "net", "std"],
  auth: ["kube", "cluster", "net", "std"],
  controller: ["approvals", "decision", "objects", "cluster", "kube", "notify", "std"],
  web: ["approvals", "auth", "objects", "decision", "std"],
  cli: ["config", "kube", "notify", "serve.ts", "std"],
  "serve.ts": [
    "approvals",
    "auth",
    "cluster",
    "config",
    "controller",
    "kube",
    "net",
    "notify",
    "objects",
    "std",
    "web",
  ],
  "main.ts": ["cli"],
  // What stands in for a cluster, beside the product: it may use the product, and the product knows nothing of it.
  "sandbox/kube": ["kube", "std"],
  "sandbox/tekton": ["kube", "objects", "sandbox/kube", "std"],
  "sandbox/demo": [
    "approvals",
    "cluster",
    "config",
    "decision",
    "kube",
    "objects",
    "sandbox/kube",
    "sandbox/tekton",
    "serve.ts",
    "std",
    "web",
  ],
  "sandbox/main.ts": ["sandbox/demo", "std"],
};

/** Of these folders of ours, the importing folder may see only the named files: a port, or types. */
const ONLY_FILES: Readonly<Record<string, readonly string[]>> = {
  "objects -> kube": ["kube-api.ts"],
  "approvals -> kube": ["kube-api.ts", "kube-error.ts", "read-if-there.ts"],
  "auth -> kube": ["kube-api.ts", "kube-error.ts"],
  // What an answer means, for a client in the same process; nothing of how one is asked for.
  "sandbox/kube -> kube": ["kube-api.ts", "resource-path.ts", "status-error.ts", "watch-events.ts"],
};

/** Between these, types alone: nothing of it is there when the product runs. */
const ONLY_TYPES: ReadonlySet<string> = new Set(["objects -> kube"]);

/** In which rooms, or folders of a room of `src/`. */
const MAY_USE_PACKAGE: Readonly<Record<string, readonly string[]>> = {
  hono: ["web", "sandbox/demo"],
  "@hono/node-server": ["web"],
  "@hono/zod-openapi": ["web"],
  zod: ["config", "web"],
  jose: ["auth", "sandbox/demo"],
  liquidjs: ["notify/channels/mail/templates"],
  mailparser: ["sandbox/demo"],
  "markdown-it": ["web"],
  nodemailer: ["notify/channels/mail"],
  "oidc-provider": ["sandbox/demo"],
  "openid-client": ["auth"],
  parse5: ["sandbox/demo"],
  pino: ["std"],
  "prom-client": ["std"],
  yaml: ["config", "kube", "objects", "sandbox/demo", "sandbox/kube"],
  rfc6902: ["sandbox/kube"],
  "@marcbachmann/cel-js": ["sandbox/kube"],
  selfsigned: ["sandbox/kube"],
  "smtp-server": ["sandbox/demo"],
};

const PURE = new Set(["decision"]);
const IMPORT =
  /^(?:import|export)\b(?:[^;"']*?\bfrom)?\s*"(?<from>[^"]+)"|\bimport\(\s*"(?<dynamic>[^"]+)"\s*\)/gmu;

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly target: string;
  /** True for `import type`. */
  readonly ofTypes: boolean;
}

function isProductSource(file: string): boolean {
  return !/\.(test|contract)\.ts$/u.test(file) && !file.includes("/testing/");
}

/** Of the product, the name in `src/`; of the sandbox, the path. */
function folderOf(file: string): string {
  const [top = "", first = ""] = file.split("/");
  return top === "src" ? first : `${top}/${first}`;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(IMPORT)].map((match) => ({
    file,
    folder: folderOf(file),
    target: match.groups?.["from"] ?? match.groups?.["dynamic"] ?? "",
    ofTypes: match[0].startsWith("import type "),
  }));
}

const files = globSync("{src,sandbox}/**/*.ts", { cwd: ROOT }).filter(isProductSource);
const imports = files.flatMap(importsOf);

function ourTarget({ file, target }: Import): string {
  return relative(ROOT, join(ROOT, dirname(file), target));
}

function packageOf(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}

test("every room is in the import table", () => {
  const unknown = files.map(folderOf).filter((folder) => !(folder in MAY_IMPORT));
  assert.deepEqual([...new Set(unknown)], []);
  assert.ok(files.length > 10, "found the sources");
});

test("a folder imports only what the table allows", () => {
  const broken = imports
    .filter(({ target }) => target.startsWith("."))
    .map((entry) => ({ ...entry, to: folderOf(ourTarget(entry)) }))
    .filter(({ folder, to }) => folder !== to && !MAY_IMPORT[folder]?.includes(to))
    .map(({ file, to }) => `${file} imports ${to}`);
  assert.deepEqual(broken, []);
});

test("where only the port is open, only the port is imported", () => {
  const broken = imports
    .filter(({ target }) => target.startsWith("."))
    .filter((entry) => {
      const to = ourTarget(entry);
      const allowed = ONLY_FILES[`${entry.folder} -> ${folderOf(to)}`];
      return allowed !== undefined && !allowed.includes(to.split("/").slice(2).join("/"));
    })
    .map(({ file, target }) => `${file} imports ${target}`);
  assert.deepEqual(broken, []);
});

test("where only types are open, only types are imported", () => {
  const broken = imports
    .filter(({ target, ofTypes }) => target.startsWith(".") && !ofTypes)
    .filter((entry) => ONLY_TYPES.has(`${entry.folder} -> ${folderOf(ourTarget(entry))}`))
    .map(({ file, target }) => `${file} imports ${target}`);
  assert.deepEqual(broken, []);
});

function isIn(place: string, { file, folder }: Import): boolean {
  return folder === place || file.startsWith(`src/${place}/`);
}

test("a package is used only where its place is", () => {
  const broken = imports
    .filter(({ target }) => !target.startsWith(".") && !target.startsWith("node:"))
    .filter((entry) => !MAY_USE_PACKAGE[packageOf(entry.target)]?.some((place) => isIn(place, entry)))
    .map(({ file, target }) => `${file} uses ${target}`);
  assert.deepEqual(broken, []);
});

test("the dependencies are the packages of the product, and no others", () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly dependencies: object;
  };
  const used = imports
    .filter(({ file, target }) => file.startsWith("src/") && !/^(?:\.|node:)/u.test(target))
    .map(({ target }) => packageOf(target));
  assert.deepEqual(Object.keys(dependencies).toSorted(), [...new Set(used)].toSorted());
});

test("whatever the tables allow is used", () => {
  const used = imports.filter(({ target }) => target.startsWith("."));
  const idleRooms = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) =>
    allowed
      .filter((to) => !used.some((entry) => entry.folder === folder && folderOf(ourTarget(entry)) === to))
      .map((to) => `${folder} imports nothing of ${to}`),
  );
  const idlePlaces = Object.entries(MAY_USE_PACKAGE).flatMap(([name, places]) =>
    places
      .filter((place) => !imports.some((entry) => packageOf(entry.target) === name && isIn(place, entry)))
      .map((place) => `${place} uses nothing of ${name}`),
  );
  assert.deepEqual([...idleRooms, ...idlePlaces], []);
});

test("ARCHITECTURE.md has the same tables", () => {
  const text = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const rows = [...text.matchAll(/^\| `(?<name>[^`]+)` \|[^|]*\| (?<allowed>[^|]*) \|$/gmu)].map(
    ({ groups }) => [groups?.["name"] ?? "", groups?.["allowed"] ?? ""] as const,
  );
  const written = rows.map(([name, allowed]) => [
    name,
    [...allowed.matchAll(/`(?<one>[^`]+)`/gu)].map(({ groups }) => groups?.["one"] ?? "").sort(),
  ]);
  const tables = Object.entries({ ...MAY_IMPORT, ...MAY_USE_PACKAGE });
  const inTest = tables.map(([name, allowed]) => [name, [...allowed].sort()]);
  assert.deepEqual(Object.fromEntries(written), Object.fromEntries(inTest));
});

test("the engine is pure: no node module, no package, no clock, no timer, no randomness", () => {
  const impureImports = imports
    .filter(({ folder, target }) => PURE.has(folder) && !target.startsWith("."))
    .map(({ file, target }) => `${file} imports ${target}`);
  const impureWords = files
    .filter((file) => PURE.has(folderOf(file)))
    .filter((file) =>
      /\b(Date|setTimeout|setInterval|performance|process|Math\.random|crypto)\b/u.test(
        readFileSync(join(ROOT, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, ""),
      ),
    );
  assert.deepEqual([...impureImports, ...impureWords], []);
});

test("what somebody gives as a secret is compared in one place, in a time that tells nothing of it", () => {
  const secret = String.raw`\b[\w.]*(?:secret|token|signature|mac|password|nonce)\b`;
  const value = String.raw`(?!undefined|null|""|\d)\w`;
  const comparison = new RegExp(String.raw`${secret} [!=]==? ${value}|[\w)\]] [!=]==? ${secret}`, "iu");
  const sources = files
    .filter((file) => /^src\/(?:auth|web)\//u.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), "utf8") }));
  const plain = sources.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line) => (comparison.test(line) ? [`${file}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(plain, []);
  const safe = sources.filter(({ text }) => text.includes("timingSafeEqual")).map(({ file }) => file);
  assert.deepEqual(safe, ["src/auth/is-same-secret.ts"]);
});

test("node's own modules are named with node:", () => {
  const bare = imports.filter(({ target }) => builtinModules.includes(target));
  assert.deepEqual(bare, []);
});

test("only config and main read the environment", () => {
  const readers = files.filter(
    (file) =>
      !["config", "main.ts"].includes(folderOf(file)) &&
      /process\.env\b/u.test(readFileSync(join(ROOT, file), "utf8")),
  );
  assert.deepEqual(readers, []);
});

/** What these show is that nothing comes, or that time passes: there is no event to wait for. */
const WAITS_FOR_TIME = [
  "sandbox/kube/read/reading.test.ts",
  "src/kube/http-kube-api.test.ts",
  "src/kube/list-watch.http.test.ts",
  "src/net/limits.test.ts",
  "src/net/send-http.test.ts",
  "src/std/timers.test.ts",
  "test/journeys/outage.test.ts",
];

test("no other test of the first ring sleeps: until waits for what comes in its own time", () => {
  const sleeping = globSync(["{src,sandbox,bench}/**/*.test.ts", "test/{,journeys/,regressions/}*.test.ts"], {
    cwd: ROOT,
  }).filter((file) => /"node:timers\/promises"|\bsetTimeout\(/u.test(readFileSync(join(ROOT, file), "utf8")));
  assert.deepEqual(sleeping.toSorted(), WAITS_FOR_TIME);
});

test("pages and API know no way of signing in by its name, but for the page on which names are claimed", () => {
  const knowing = globSync("src/web/**/*.{ts,js,css}", { cwd: ROOT })
    .filter((file) => !file.endsWith(".test.ts") && !file.startsWith("src/web/pages/identity/"))
    .filter((file) =>
      /open.?mode|\bmode ===|(?:===|!==|case|:) *["'`]open["'`]|`open`/iu.test(
        readFileSync(join(ROOT, file), "utf8"),
      ),
    );
  assert.deepEqual(knowing, []);
});
