import assert from "node:assert/strict";
import { test } from "node:test";
import { childName, runNames } from "./child-name.ts";

test("a short name is parent and suffix", () => {
  assert.equal(childName("release-7", "-approve"), "release-7-approve");
  assert.equal(childName("p".repeat(55), "-approve"), `${"p".repeat(55)}-approve`);
});

// The expected names were computed with knative's own function.
test("a name beyond 63 characters has a hash in it, and never ends with a dash", () => {
  const expected: readonly (readonly [parent: string, suffix: string, name: string])[] = [
    ["p".repeat(56), "-approve", "ppppppppppppppppppppppp3627d418a9cdad455fb2ee9ef44ba04b-approve"],
    ["run", `-${"t".repeat(61)}`, "run91a39b955391be370ad43f6bfa98e613-ttttttttttttttttttttttttttt"],
    [
      "run",
      `-${"t".repeat(26)}-${"u".repeat(40)}`,
      "rund4d8e1945dea2fc2fadb1d10d1568e4b-tttttttttttttttttttttttttt",
    ],
    ["p".repeat(62), `-${"t".repeat(40)}`, "ppppppppppppppppppppppppppppppp7a7658673f6f7f058d834cfa820e6a5a"],
  ];
  for (const [parent, suffix, name] of expected) assert.equal(childName(parent, suffix), name);
});

test("the runs of a matrix are numbered, also when the name had to be cut", () => {
  assert.deepEqual(runNames("run", "approve", 3), ["run-approve-0", "run-approve-1", "run-approve-2"]);
  const long = runNames("run", "t".repeat(60), 12);
  assert.equal(new Set(long).size, 12);
  assert.ok(long.every((name, index) => name.length <= 63 && name.endsWith(`-${index}`)));
});
