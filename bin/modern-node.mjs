#!/usr/bin/env node
// Runs its arguments as `node …` on Node 24 or later. Every npm script goes through it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED_MAJOR = 24;
const COMPILED = fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url));

/** The Node to use: this one, or the one among the optional dependencies; undefined when there is none. */
function findModernNode() {
  if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) return process.execPath;
  const bundled = new URL(
    `../node_modules/node-${process.platform}-${process.arch}/bin/node`,
    import.meta.url,
  );
  const path = fileURLToPath(bundled);
  return existsSync(path) ? path : undefined;
}

/** Runs `node …args`, hands signals on, and ends as the child ends; a server ends when this ends. */
export function runOnModernNode(args) {
  const node = findModernNode();
  if (node === undefined) {
    console.error(
      `Countersign needs Node ${NEEDED_MAJOR} or later; this is ${process.version} on ${process.platform}-${process.arch}, ` +
        `and npm brought none for this platform. Install Node ${NEEDED_MAJOR} from https://nodejs.org and try again.`,
    );
    process.exit(1);
  }
  // First in PATH, so that grandchildren (test runners, tools) get the same Node.
  const PATH = [dirname(node), process.env.PATH].join(delimiter);
  // What Node made of our sources is kept: most programs here are short, and begin with reading them.
  const { NODE_COMPILE_CACHE = COMPILED } = process.env;
  // The channel says nothing; it breaks when this process is killed, and by that the child knows (`src/std/stop-on-signal.ts`).
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(node, args, { stdio, env: { ...process.env, PATH, NODE_COMPILE_CACHE } });
  // A terminal sends Ctrl-C to the whole group, so the child has it already; `kill` reaches only this process.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`Could not start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    process.exit(signal === null ? code : 128 + constants.signals[signal]);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) runOnModernNode(process.argv.slice(2));
