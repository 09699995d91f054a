import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plantBug, type Seed } from "./seed.ts";

const ROOT = join(import.meta.dirname, "../..");
/** What is made on a machine: the rest is the tree, all of it, so that a test fails there for the bug alone. */
const LEFT_OUT = new Set([".git", ".cluster", "node_modules", "dist", ".demo"]);

/** A copy of the whole tree that holds one bug at a time. It is gone when this process is, unless that was killed. */
export class SeededTree {
  readonly path = mkdtempSync(join(tmpdir(), "seeded-bugs-"));
  /** For what its programs leave behind when they are killed. */
  readonly temporary = join(this.path, "tmp");
  // Some that are being killed may still write.
  readonly #remove = (): void => rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });

  constructor() {
    process.once("exit", this.#remove);
    mkdirSync(this.temporary);
    for (const part of readdirSync(ROOT).filter((name) => !LEFT_OUT.has(name))) {
      cpSync(join(ROOT, part), join(this.path, part), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.path, "node_modules"));
  }

  /** Puts the bug in for as long as `use` takes. Rejects when its place is not there exactly once. */
  async withBug<T>(bug: Seed, use: () => Promise<T>): Promise<T> {
    const path = join(this.path, bug.file);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, plantBug(text, bug));
    try {
      return await use();
    } finally {
      writeFileSync(path, text);
    }
  }

  remove(): void {
    process.off("exit", this.#remove);
    this.#remove();
  }
}
