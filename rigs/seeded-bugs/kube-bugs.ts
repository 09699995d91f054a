import type { UnitBug } from "./unit-bug.ts";

const LIST_WATCH = "src/kube/list-watch.test.ts";
const OUTAGE = "test/journeys/outage.test.ts";

/** In how the API server is watched, waited for and told. */
export const KUBE_BUGS: readonly UnitBug[] = [
  {
    name: "a server that is away is asked ever more rarely",
    file: "src/kube/watch-pace.ts",
    find: "isUnavailable(error) ?",
    replace: "false ?",
    tests: [LIST_WATCH],
  },
  {
    name: "what the server asked to wait is not waited for after an outage",
    file: "src/kube/work-queue.ts",
    find: ", notBeforeMs - nowMs)",
    replace: ")",
    tests: ["src/kube/work-queue.test.ts"],
  },
  {
    name: "a failing webhook counts as an outage of the API server",
    file: "src/kube/server-contact.ts",
    find: "code === 500",
    replace: "code === 0",
    tests: ["src/kube/server-contact.test.ts"],
  },
  {
    name: "a watch that does not bring our own writes goes on",
    file: "src/kube/reflector.ts",
    after: "#onStuck(sinceMs: number)",
    find: "this.#relistDue = true; this.#watchdog?.end();",
    replace: "",
    tests: [LIST_WATCH],
  },
  {
    name: "a replica that is behind its own writes is ready",
    file: "src/kube/list-watch.ts",
    find: "&& this.inTime",
    replace: "",
    tests: [LIST_WATCH, OUTAGE],
  },
  {
    name: "a vote that the definition drops is told as recorded",
    file: "src/objects/resources.ts",
    find: "refusesUnknownFields: true,",
    replace: "",
    tests: ["test/journeys/older-definition.test.ts"],
  },
  {
    name: "a slash in a name leads to another resource",
    file: "src/kube/resource-path.ts",
    find: "|| NO_SEGMENT.test(value)",
    replace: "",
    tests: ["src/kube/resource-path.test.ts"],
  },
];
