// Comments cite what Tekton does by number; each number has a statement, and each statement a reason to be there.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..");
const PAGE = "docs/contract/tekton.md";
const STATEMENT = /^\| (?<id>C\d+[a-e]?) \| .+ \| (?<shownBy>[^|]+) \|$/gmu;
/** `contract C31`, `contract C29, C34`, `(C23, C24, C26)` in the name of a test. */
const CITED = /\bC\d{1,2}[a-e]?\b/gu;

interface Statement {
  readonly id: string;
  readonly shownBy: string;
}

const statements: readonly Statement[] = [...readFileSync(join(ROOT, PAGE), "utf8").matchAll(STATEMENT)].map(
  ({ groups }) => ({ id: groups?.["id"] ?? "", shownBy: groups?.["shownBy"] ?? "" }),
);

/** Which files cite which statement. */
function findCitations(): ReadonlyMap<string, readonly string[]> {
  const files = globSync(
    [
      "{src,sandbox,test,bench,rigs,scripts,examples,deploy}/**/*.{ts,yaml,md}",
      "docs/{guide,reference,decisions}/*.md",
    ],
    { cwd: ROOT, exclude: ["**/node_modules/**", "test/contract.test.ts"] },
  );
  const citations = new Map<string, string[]>();
  for (const file of files) {
    for (const [id] of readFileSync(join(ROOT, file), "utf8").matchAll(CITED)) {
      citations.set(id, [...(citations.get(id) ?? []), file]);
    }
  }
  return citations;
}

const citations = findCitations();

test("every statement that is cited is in the contract", () => {
  const known = new Set(statements.map(({ id }) => id));
  assert.equal(known.size, statements.length, "each number stands once");
  const unknown = [...citations].filter(([id]) => !known.has(id));
  assert.deepEqual(unknown, []);
  assert.ok(citations.size > 60, "found the citations");
});

test("comments cite no section of a document that is not here", () => {
  const files = globSync("{src,sandbox,test,rigs,bench,scripts}/**/*.ts", { cwd: ROOT });
  const citing = files.filter((file) =>
    /\b(?:contract|design) §/u.test(readFileSync(join(ROOT, file), "utf8")),
  );
  assert.deepEqual(
    citing.filter((file) => file !== "test/contract.test.ts"),
    [],
  );
});

test("every statement of the contract is cited", () => {
  assert.deepEqual(
    statements.filter(({ id }) => !citations.has(id)),
    [],
  );
});

test("every scenario that shows a statement is there", () => {
  const scenarios = globSync("test/conformance/*.test.ts", { cwd: ROOT })
    .map((file) => readFileSync(join(ROOT, file), "utf8"))
    .flatMap((text) => [...text.matchAll(/(?:scenario|timedScenario)\(\s*(?<number>\d+),/gu)])
    .map(({ groups }) => groups?.["number"] ?? "");
  const missing = statements.filter(({ shownBy }) =>
    shownBy.startsWith("scenario")
      ? (shownBy.match(/\d+/gu) ?? []).some((number) => !scenarios.includes(number))
      : !/^(?:–|`[^`]+`)$/u.test(shownBy),
  );
  assert.deepEqual(missing, []);
});
