// What the documentation says is so: links lead somewhere, examples are accepted, generated parts are current.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";

import { parseAllDocuments } from "yaml";

import { fillSections } from "../scripts/reference/fill-sections.ts";
import { PAGES } from "../scripts/reference/pages.ts";
import { readSettings } from "../src/config/read-settings.ts";
import { PIPELINES, TASKS } from "../sandbox/tekton/objects/resources.ts";
import type { KubeObject, Resource } from "../src/kube/kube-api.ts";
import { makeEmbeddingRun, makeReferringRun } from "./kit/make-run.ts";
import { readParameters } from "../src/objects/dialects/automatiko/read-parameters.ts";
import { PIPELINE_RUNS } from "../src/objects/resources.ts";
import { startCluster } from "./kit/start-cluster.ts";

const ROOT = join(import.meta.dirname, "..");
const PAGE_FILES = globSync(["*.md", "{docs,examples,src,sandbox,test,deploy,bench,rigs}/**/*.md"], {
  cwd: ROOT,
}).toSorted();

interface Page {
  readonly file: string;
  readonly text: string;
}

/** A fenced block and the line that it begins at, for messages. */
interface Block {
  readonly where: string;
  readonly language: string;
  readonly text: string;
}

const pages: readonly Page[] = PAGE_FILES.map((file) => ({
  file,
  text: readFileSync(join(ROOT, file), "utf8"),
}));
const FENCE = /^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gmu;

function blocksOf({ file, text }: Page): readonly Block[] {
  return [...text.matchAll(FENCE)].map(({ index, groups }) => ({
    where: `${file}:${text.slice(0, index).split("\n").length}`,
    language: groups?.["language"] ?? "",
    text: groups?.["text"] ?? "",
  }));
}

function proseOf({ text }: Page): string {
  return text.replaceAll(FENCE, "");
}

/** The fragment that leads to a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = ""]) => anchorOf(heading));
}

test("decisions are numbered one after the other, in their names and headings", () => {
  const decisions = pages.filter(({ file }) => file.startsWith("docs/decisions/"));
  for (const [index, { file, text }] of decisions.entries()) {
    const number = index + 1;
    assert.match(file, new RegExp(`/${String(number).padStart(4, "0")}-`, "u"));
    assert.match(text, new RegExp(`^# ${number}\\. `, "u"), file);
  }
});

test("every relative link leads to a file, and its fragment to a heading", () => {
  const links = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/\]\((?<target>[^)\s]+)\)/gu)].map(({ groups }) => ({
      file: page.file,
      target: groups?.["target"] ?? "",
    })),
  );
  const broken = links
    .filter(({ target }) => !/^[a-z]+:/u.test(target))
    .filter(({ file, target }) => {
      const [path = "", fragment] = target.split("#");
      const to = path === "" ? join(ROOT, file) : join(ROOT, dirname(file), path);
      if (!existsSync(to)) return true;
      return fragment !== undefined && !headingsOf(readFileSync(to, "utf8")).includes(fragment);
    });
  assert.deepEqual(broken, []);
  assert.ok(links.length > 30, "found the links");
});

test("every script of npm that is named is there", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = pages.flatMap(({ file, text }) =>
    [...text.matchAll(/\bnpm (?:run (?<script>[\w:-]+)|(?<short>test|start)\b)/gu)].map(({ groups }) => ({
      file,
      script: groups?.["script"] ?? groups?.["short"] ?? "",
    })),
  );
  assert.deepEqual(
    named.filter(({ script }) => !(script in scripts)),
    [],
  );
  assert.ok(named.length > 5, "found the scripts");
});

const PATH = /^(?:\.ci|bench|bin|deploy|docs|examples|rigs|sandbox|scripts|src|test)\/[\w./*-]+$/u;

test("every path of this repository that is named is there", () => {
  const named = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/`(?<path>[^`\n]+)`/gu)]
      .map(({ groups }) => groups?.["path"] ?? "")
      .filter((path) => PATH.test(path) && !path.includes("..."))
      .map((path) => ({ file: page.file, path })),
  );
  assert.deepEqual(
    named.filter(({ path }) => globSync(path, { cwd: ROOT }).length === 0),
    [],
  );
  assert.ok(named.length > 20, "found the paths");
});

test("everything of deploy/ that is to be applied can be: a file by -f, a kustomization by -k", () => {
  const named = pages.flatMap(blocksOf).flatMap(({ where, text }) =>
    [...text.matchAll(/kubectl (?:apply|delete) -(?<flag>[fk]) (?<path>deploy\/\S+)/gu)].map(
      ({ groups }) => ({
        where,
        flag: groups?.["flag"],
        path: groups?.["path"] ?? "",
      }),
    ),
  );
  for (const { where, flag, path } of named) {
    assert.ok(existsSync(join(ROOT, path, flag === "k" ? "kustomization.yaml" : "")), `${where}: ${path}`);
    assert.equal(path.endsWith(".yaml"), flag === "f", `${where}: ${path}`);
  }
  assert.ok(named.some(({ path }) => path === "deploy/admission") && named.length > 3, "found them");
});

test("every room of src/ has its line in the architecture", () => {
  const text = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const rooms = readdirSync(join(ROOT, "src")).filter((name) => !text.includes(`\n| \`${name}\` |`));
  assert.deepEqual(rooms, []);
});

test("every command line of serve that is shown is accepted", async () => {
  const lines = pages.flatMap(blocksOf).flatMap(({ where, text }) =>
    text
      .split("\n")
      .filter((line) => line.includes("countersign.mjs serve"))
      .map((line) => ({ where, args: line.split(/\s+/u).slice(line.split(/\s+/u).indexOf("serve") + 1) })),
  );
  for (const { where, args } of lines) {
    const read = await readSettings(args, {});
    assert.ok(read.ok, read.ok ? "" : `${where}: ${read.error}`);
  }
  assert.ok(lines.length > 0, "found one");
});

for (const [file, render] of Object.entries(PAGES)) {
  test(`what is generated in ${file} is current: else run \`npm run generate\``, () => {
    const text = readFileSync(join(ROOT, file), "utf8");
    assert.equal(text, fillSections(text, render()));
  });
}

test("the Events that the controller writes are those that are documented", () => {
  const sources = globSync("src/controller/*.ts", { cwd: ROOT }).filter((file) => !file.endsWith(".test.ts"));
  const written = sources.flatMap((file) =>
    [...readFileSync(join(ROOT, file), "utf8").matchAll(/type: "(\w+)",\s+reason: "(\w+)"/gu)].map(
      ([, type = "", reason = ""]) => `\`${reason}\` | ${type}`,
    ),
  );
  const reasons = readFileSync(join(ROOT, "docs/reference/reasons.md"), "utf8");
  const [, events = ""] = reasons.split("## Events");
  const documented = [...events.matchAll(/^\| (`\w+` \| \w+) \|/gmu)].map(([, row = ""]) => row);
  assert.deepEqual(documented.toSorted(), written.toSorted());
  assert.ok(written.length > 0, "found them");
});

test("nothing names a folder of somebody's machine, or a number of an issue", () => {
  const texts = [
    ...pages,
    ...globSync("{examples,deploy/{admission,base,overlays,token-review}}/**/*.yaml", { cwd: ROOT }).map(
      read,
    ),
  ];
  const named = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<![\w.])\/(?:home|root|tmp|Users|work)\/[^\s`)]*|\bissues? #?\d+/giu)].map(
      ([found]) => `${file}: ${found}`,
    ),
  );
  assert.deepEqual(named, []);
});

function read(file: string): Page {
  return { file, text: readFileSync(join(ROOT, file), "utf8") };
}

describe("YAML that is shown", () => {
  const blocks = pages.flatMap(blocksOf).filter(({ language }) => language === "yaml");
  const documents = blocks.flatMap(({ where, text }) =>
    parseAllDocuments(text).map((document) => {
      assert.deepEqual(document.errors, [], where);
      return { where, value: document.toJS() as unknown };
    }),
  );
  const approvals = documents.flatMap(({ where, value }) =>
    findApprovals(value).map((task) => ({ where, task })),
  );

  test("is there", () => {
    assert.ok(blocks.length > 10 && approvals.length > 5);
  });

  for (const { where, task } of approvals) {
    test(`${where}: the parameters of ${task.name} are accepted`, () => {
      const parameters = readParameters(toRun(task));
      assert.ok(parameters.ok, parameters.ok ? "" : JSON.stringify(parameters.error));
    });
  }

  test("is accepted by Tekton's webhook, as far as it is whole, and in a pipeline where it is a task", async (t) => {
    const { api } = await startCluster(t);
    for (const [index, { where, value }] of documents.entries()) {
      const object = toTektonObject(value, `shown-${index}`);
      const resource = object && RESOURCES[object.kind];
      if (object === undefined || resource === undefined) continue;
      await assert.doesNotReject(api.create(resource, object), where);
    }
  });
});

interface ShownTask {
  readonly name: string;
  readonly taskRef?: { readonly kind?: string };
  readonly taskSpec?: { readonly kind?: string; readonly spec?: unknown };
  readonly params?: readonly ShownParam[];
  readonly matrix?: { readonly params?: readonly ShownParam[] };
}

interface ShownParam {
  readonly name: string;
  readonly value: unknown;
}

/** Every pipeline task in a document, however deep, that asks for an approval. */
function findApprovals(value: unknown): readonly ShownTask[] {
  if (typeof value !== "object" || value === null) return [];
  const task = value as ShownTask;
  if (task.taskRef?.kind === "ApprovalTask" || task.taskSpec?.kind === "ApprovalTask") return [task];
  return Object.values(value).flatMap(findApprovals);
}

/** The run that Tekton would make of it: variables replaced, of a matrix the first combination. */
function toRun({ taskSpec, params = [], matrix }: ShownTask): ReturnType<typeof makeReferringRun> {
  const combination = (matrix?.params ?? []).map(({ name, value }) => ({
    name,
    value: Array.isArray(value) ? (value as readonly unknown[])[0] : value,
  }));
  const given = Object.fromEntries(
    [...combination, ...params].map(({ name, value }) => [name, replaceVariables(value)]),
  );
  return taskSpec === undefined ? makeReferringRun(given) : makeEmbeddingRun(taskSpec.spec, given);
}

function replaceVariables(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll(/\$\([^)]*\)/gu, "replaced") : value;
}

const RESOURCES: Readonly<Record<string, Resource>> = {
  Task: TASKS,
  Pipeline: PIPELINES,
  PipelineRun: PIPELINE_RUNS,
};

/** The object as it is; of a list of pipeline tasks, a Pipeline that has them. */
function toTektonObject(value: unknown, name: string): KubeObject | undefined {
  const metadata = { name, namespace: "default" };
  if (Array.isArray(value)) {
    const spec = { params: [{ name: "version", type: "string" }], tasks: value as readonly unknown[] };
    return { apiVersion: "tekton.dev/v1", kind: "Pipeline", metadata, spec } as KubeObject;
  }
  // Of Kubernetes is what says its version: a directory of names does not.
  const { apiVersion = "", ...object } = value as Partial<KubeObject>;
  return apiVersion.startsWith("tekton.dev/")
    ? ({ apiVersion, ...object, metadata } as KubeObject)
    : undefined;
}
