import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "./kit/make-folder.ts";
import { readExamples } from "./examples/read-examples.ts";

test("an example has the title of its file's first line, and ends with the PipelineRun", async () => {
  const examples = await readExamples();
  const multi = examples.find(({ name }) => name === "multi");
  assert.equal(multi?.title, "Everybody named must approve; one rejection is enough to stop.");
  assert.deepEqual(
    multi.objects.map(({ kind }) => kind),
    ["Task", "Pipeline", "PipelineRun"],
  );
  assert.equal(examples.length, 11);
});

test("a file that starts nothing, or is no YAML, is refused with its name", async (t) => {
  const folder = makeFolder(t);
  await writeFile(join(folder, "a.yaml"), "kind: Task\n");
  await assert.rejects(
    readExamples(folder),
    /cannot use the example a\.yaml: its last object must be the PipelineRun/u,
  );
  await writeFile(join(folder, "a.yaml"), "kind: [\n");
  await assert.rejects(readExamples(folder), /cannot read the example a\.yaml/u);
});
