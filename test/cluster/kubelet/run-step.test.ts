// Steps of pods as Tekton makes them, run for real.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { makeFolder } from "../../kit/make-folder.ts";
import { makeContainerFiles, placeScripts, type PodFolders } from "./container-files.ts";
import { readPlacedScripts } from "./placed-scripts.ts";
import type { Container, EnvVar, Pod } from "./pod.ts";
import { type MessageEntry, runStep, type StepEnd } from "./run-step.ts";

interface StepOptions {
  readonly name?: string;
  readonly script?: string;
  readonly command?: readonly string[];
  readonly flags?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly workingDir?: string;
}

const SCRIPT_FILE = "/tekton/scripts/script-0-abcde";
const MOUNTS = [
  { name: "tekton-internal-scripts", mountPath: "/tekton/scripts" },
  { name: "tekton-internal-results", mountPath: "/tekton/results" },
  { name: "tekton-internal-steps", mountPath: "/tekton/steps" },
  { name: "tekton-internal-home", mountPath: "/tekton/home" },
  { name: "tekton-internal-workspace", mountPath: "/workspace" },
  { name: "ws-1", mountPath: "/workspace/source" },
];

function placeScript(script: string): string {
  const base64 = Buffer.from(`#!/bin/sh\nset -e\n${script}`).toString("base64");
  return [
    `scriptfile="${SCRIPT_FILE}"`,
    "touch ${scriptfile} && chmod +x ${scriptfile}",
    "cat > ${scriptfile} << '_EOF_'",
    base64,
    "_EOF_",
    '/tekton/bin/entrypoint decode-script "${scriptfile}"',
    "",
  ].join("\n");
}

function podOf({
  name = "one",
  script,
  command = [SCRIPT_FILE],
  flags = [],
  env = [],
  workingDir,
}: StepOptions): Pod {
  const [entrypoint = "", ...args] = command;
  const step: Container = {
    name: `step-${name}`,
    image: "alpine",
    command: ["/tekton/bin/entrypoint"],
    args: ["-wait_file_content", "-termination_path", "/tekton/termination"].concat(flags, [
      "-entrypoint",
      entrypoint,
      "--",
      ...args,
    ]),
    env,
    volumeMounts: MOUNTS,
    ...(workingDir === undefined ? {} : { workingDir }),
  };
  const placer = {
    name: "place-scripts",
    image: "shell",
    command: ["sh"],
    args: ["-c", placeScript(script ?? "")],
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p-pod", namespace: "default" },
    spec: {
      containers: [step],
      initContainers: [placer],
      volumes: MOUNTS.map((mount) => ({ name: mount.name, emptyDir: {} })),
    },
  };
}

function makeFolders(t: TestContext): PodFolders {
  const folder = makeFolder(t);
  return { pod: join(folder, "pod"), claims: join(folder, "claims") };
}

async function run(
  options: StepOptions,
  folders: PodFolders,
  signal = new AbortController().signal,
): Promise<StepEnd> {
  const pod = podOf(options);
  const [container] = pod.spec.containers;
  assert.ok(container !== undefined);
  const files = makeContainerFiles(pod, container, folders);
  placeScripts(readPlacedScripts(pod), files);
  return await runStep(container, files, signal);
}

function entries({ message }: StepEnd): MessageEntry[] {
  return (JSON.parse(message) as MessageEntry[]).filter(({ key }) => key !== "StartedAt");
}

test("a script prints, on both streams, in its working directory as the container names it", async (t) => {
  const end = await run(
    { script: 'echo "out in $PWD"; echo err >&2', workingDir: "/workspace/source" },
    makeFolders(t),
  );
  assert.equal(end.exitCode, 0);
  assert.deepEqual(end.output.trim().split("\n").sort(), ["err", "out in /workspace/source"]);
});

test("a command gets its arguments, with variables expanded as a kubelet does", async (t) => {
  const end = await run(
    { command: ["printf", "%s|", "$(WHO)", "$$5", "$(UNKNOWN)"], env: [{ name: "WHO", value: "ann" }] },
    makeFolders(t),
  );
  assert.equal(end.output, "ann|$5|$(UNKNOWN)|");
});

test("text in the environment reaches the script as it is, whatever is in it", async (t) => {
  const value = `it's "fine" \`id\`; $(id)`;
  const end = await run({ script: 'printf %s "$TEXT"', env: [{ name: "TEXT", value }] }, makeFolders(t));
  assert.equal(end.output, value);
});

test("results are in the termination message, of the task and of the step", async (t) => {
  const script = "printf yes > /tekton/results/word; printf no > /tekton/steps/step-one/results/other";
  const flags = ["-results", "word,unwritten", "-step_results", "other"];
  const folders = makeFolders(t);
  await run({ script: "mkdir -p /tekton/steps/step-one/results" }, folders);
  const end = await run({ script, flags }, folders);
  assert.deepEqual(entries(end), [
    { key: "word", value: "yes", type: 1 },
    { key: "other", value: "no", type: 4 },
  ]);
});

test("steps of a pod share files in the workspace", async (t) => {
  const folders = makeFolders(t);
  await run({ script: "echo shared > /workspace/source/file" }, folders);
  const end = await run({ name: "two", script: "cat /workspace/source/file" }, folders);
  assert.equal(end.output, "shared\n");
});

test("a step that fails ends with its exit code, unless its errors are ignored", async (t) => {
  const failed = await run({ script: "exit 7" }, makeFolders(t));
  assert.equal(failed.exitCode, 7);
  const ignored = await run({ script: "exit 7", flags: ["-on_error", "continue"] }, makeFolders(t));
  assert.equal(ignored.exitCode, 0);
  assert.deepEqual(entries(ignored), [{ key: "ExitCode", value: "7", type: 3 }]);
});

test("a step beyond its time limit is killed, with what it started", async (t) => {
  const end = await run({ script: "sleep 600 & sleep 600", flags: ["-timeout", "200ms"] }, makeFolders(t));
  assert.notEqual(end.exitCode, 0);
  assert.deepEqual(entries(end), [{ key: "Reason", value: "TimeoutExceeded", type: 3 }]);
});

test("a step is killed when its pod is deleted", async (t) => {
  const stop = new AbortController();
  const ended = run({ script: "sleep 600" }, makeFolders(t), stop.signal);
  setTimeout(() => stop.abort(), 100);
  assert.notEqual((await ended).exitCode, 0);
});

test("results that do not fit into a termination message fail the step", async (t) => {
  const script = "head -c 5000 /dev/zero | tr '\\\\0' x > /tekton/results/big";
  const end = await run({ script, flags: ["-results", "big"] }, makeFolders(t));
  assert.equal(end.exitCode, 1);
  assert.match(end.output, /larger than 4096 bytes/u);
});

test("output is copied to the file that the step asks for", async (t) => {
  const folders = makeFolders(t);
  await run({ script: "echo out; echo err >&2", flags: ["-stdout_path", "/workspace/source/log"] }, folders);
  assert.equal(readFileSync(join(folders.pod, "volumes/ws-1/log"), "utf8"), "out\n");
});

test("what is not imitated is refused, not ignored", async (t) => {
  await assert.rejects(
    run({ flags: ["-breakpoint_on_failure"] }, makeFolders(t)),
    /does not imitate .*-breakpoint_on_failure/u,
  );
  const env = [{ name: "SECRET", valueFrom: { secretKeyRef: {} } }];
  await assert.rejects(run({ env }, makeFolders(t)), /does not imitate valueFrom \(of SECRET\)/u);
});
