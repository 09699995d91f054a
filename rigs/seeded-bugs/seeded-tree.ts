import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plantBug, type Seed } from "./seed.ts";

const ROOT = join(import.meta.dirname, "../..");
const COPIED = ["src", "sandbox", "test", "rigs", "deploy", "examples", "package.json", "tsconfig.json"];

/** A copy of the tree that holds one bug at a time. It is gone when this process is, unless that was killed. */
export class SeededTree {
  readonly path = mkdtempSync(join(tmpdir(), "seeded-bugs-"));
  /** For what its programs leave behind when they are killed. */
  readonly temporary = join(this.path, "tmp");
  // Some that are being killed may still write.
  readonly #remove = (): void => rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });

  constructor() {
    process.once("exit", this.#remove);
    mkdirSync(this.temporary);
    for (const part of COPIED) cpSync(join(ROOT, part), join(this.path, part), { recursive: true });
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
