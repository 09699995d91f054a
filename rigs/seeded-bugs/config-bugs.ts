import type { UnitBug } from "./unit-bug.ts";

const SETTINGS = "src/config/read-settings.test.ts";
const FILE = "src/config/read-config-file.test.ts";
const YAML = "src/config/read-yaml.test.ts";
const VALUES = "src/config/check-values.test.ts";
const KEYS = "src/config/files/parse-keys.test.ts";
const WATCHED = "src/config/files/watched-file.test.ts";
const SESSION = "src/auth/session.test.ts";
const CSRF = "src/auth/csrf.test.ts";
const PROCESS = "test/journeys/serve-process.test.ts";
const ROTATION = "test/journeys/key-rotation.test.ts";

/** In what settings say, and in keys that are changed while the server runs. */
export const CONFIG_BUGS: readonly UnitBug[] = [
  {
    name: "what is set of a mode that is not there is taken",
    file: "src/config/find-clashes.ts",
    find: "...(auth.success ? findIdleModes(auth.data) : []),",
    replace: "",
    tests: ["src/config/read-settings.test.ts"],
  },
  {
    name: "a variable that is one letter off is ignored",
    file: "src/config/flags.ts",
    find: "if (misspelt !== undefined) return refuse(misspelt);",
    replace: "",
    tests: ["src/config/read-settings.test.ts"],
  },
  {
    name: "people sign in over plain HTTP",
    file: "src/config/find-clashes.ts",
    find: "secureUrl.safeParse(baseUrl.data).success",
    replace: "baseUrl.success",
    tests: ["src/config/read-settings.test.ts"],
  },
  {
    name: "zeros are taken for a key",
    file: "src/config/files/parse-keys.ts",
    find: "isGuessable(key) ?",
    replace: "key.length === 0 ?",
    tests: ["src/config/files/parse-keys.test.ts"],
  },
  {
    name: "a key that is not known is let be",
    file: "src/config/check-values.ts",
    find: "return issue.keys.map((key) => ({",
    replace: "return issue.keys.slice(issue.keys.length).map((key) => ({",
    tests: [SETTINGS, VALUES],
  },
  {
    name: "a key that stands twice is let be",
    file: "src/config/read-yaml.ts",
    find: "...findTwins(pairs), ",
    replace: "",
    tests: [SETTINGS, YAML],
  },
  {
    name: "a number is read in any notation",
    file: "src/config/read-yaml.ts",
    find: 'typeof node.value !== "number") return [];',
    replace: 'typeof node.value !== "bigint") return [];',
    tests: [SETTINGS],
  },
  {
    name: "the file wins over flags",
    file: "src/config/read-settings.ts",
    find: "withValueAt(tree, path, value)",
    replace: "withValueAt(tree, path, valueAt(tree, path) ?? value)",
    tests: [SETTINGS],
  },
  {
    name: "references are followed without bounds",
    file: "src/config/read-yaml.ts",
    find: "maxAliasCount: MOST_ALIASES",
    replace: "maxAliasCount: -1",
    tests: [YAML],
  },
  {
    name: "a file of any size is read",
    file: "src/config/files/read-small-file.ts",
    find: "if (length > mostBytes)",
    replace: "if (length > mostBytes * 2)",
    tests: [FILE],
  },
  {
    name: "a short line is taken for a key",
    file: "src/config/files/parse-keys.ts",
    find: "if (key.length < LEAST_BYTES) {",
    replace: "if (key.length < 0) {",
    tests: [KEYS],
  },
  {
    name: "a comment is taken for a key",
    file: "src/config/files/parse-keys.ts",
    find: 'line.startsWith("#")',
    replace: "false",
    tests: [KEYS],
  },
  {
    name: "what was signed before keys had lines is void",
    file: "src/config/files/parse-keys.ts",
    find: "verifying: [...keys, ...readAsBefore(text)]",
    replace: "verifying: keys",
    tests: [KEYS],
  },
  {
    name: "a file of keys that is half written counts",
    file: "src/config/files/watched-file.ts",
    find: "const isNew = !isOld && seen !== this.#pending;",
    replace: "const isNew = false;",
    tests: [WATCHED],
  },
  {
    name: "keys are read at the start only",
    file: "src/cli/serve.ts",
    find: "files.value.watch({ timers: systemTimers, logger });",
    replace: "",
    tests: [PROCESS],
  },
  {
    name: "only the first key signs",
    file: "src/auth/signing-keys.ts",
    find: "return signing.map((key)",
    replace: "return signing.slice(0, 1).map((key)",
    tests: [CSRF, ROTATION],
  },
  {
    name: "only the first key verifies",
    file: "src/auth/signing-keys.ts",
    find: "return isSignedBy(keys.verifying, purpose",
    replace: "return isSignedBy(keys.verifying.slice(0, 1), purpose",
    tests: [CSRF, SESSION],
  },
  {
    name: "a session is not signed with a new key",
    file: "src/auth/session.ts",
    find: "return isForGood ?",
    replace: "return isForGood || true ?",
    tests: [SESSION, ROTATION],
  },
];
