// The configuration files that the documentation shows, and the JSON Schema for editors.
import assert from "node:assert/strict";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { Ajv } from "ajv";
import { parse } from "yaml";

import { makeFolder } from "./kit/make-folder.ts";
import { FILES } from "../scripts/reference/pages.ts";
import { readSettings } from "../src/config/read-settings.ts";

const ROOT = join(import.meta.dirname, "..");
const SCHEMA = JSON.parse(readFileSync(join(ROOT, "docs/reference/config.schema.json"), "utf8")) as object;
const folder = makeFolder();

async function errorOf(text: string): Promise<string> {
  const path = join(folder, "config.yaml");
  writeFileSync(path, text);
  const read = await readSettings(["--config", path], {});
  return read.ok ? "" : read.error;
}

const validate = new Ajv({ validateFormats: false }).compile(SCHEMA);

for (const [file, format] of Object.entries(FILES)) {
  test(`${file} is current: else run \`npm run generate\``, () => {
    assert.equal(readFileSync(join(ROOT, file), "utf8"), format());
  });
}

const shown = globSync(["*.md", "docs/**/*.md"], { cwd: ROOT }).flatMap((file) =>
  [
    ...readFileSync(join(ROOT, file), "utf8").matchAll(
      /^```yaml\n(?<text>[^`]*^kind: Configuration$[^`]*)```/gmu,
    ),
  ].map(({ groups }) => ({ file, text: groups?.["text"] ?? "" })),
);

for (const [index, { file, text }] of shown.entries()) {
  test(`the configuration file ${index + 1}, shown in ${file}, is accepted by serve and by editors`, async () => {
    assert.equal(await errorOf(text), "");
    assert.ok(validate(parse(text)), JSON.stringify(validate.errors));
  });
}

test("the guides and the reference show some", () => {
  assert.deepEqual(
    new Set(shown.map(({ file }) => file)),
    new Set([
      "docs/guide/notifications.md",
      "docs/guide/platform.md",
      "docs/guide/security.md",
      "docs/reference/settings.md",
    ]),
  );
});

const WHOLE = `apiVersion: config.countersign.dev/v1alpha1
kind: Configuration
auth: {modes: [open]}
baseUrl: https://approvals.example.com
keyFile: key
`;

for (const addition of [
  "",
  "namespaces: [ci]",
  "listen: {port: 0}",
  "leaderElection: on",
  "leaderElection: false",
  "clusterName: yes",
  "logLevel: warn",
  "access: {admins: {groups: [platform]}, cancel: {users: [ines]}}",
]) {
  test(`editors and serve both accept ${JSON.stringify(addition)}`, async () => {
    assert.equal(await errorOf(WHOLE + addition), "");
    assert.ok(validate(parse(WHOLE + addition)), JSON.stringify(validate.errors));
  });
}

for (const addition of [
  "prot: 1",
  "port: 1",
  "namespaces: []",
  "namespaces: ci",
  "namespaces:",
  'listen: {port: "1"}',
  "listen: {port: 70000}",
  "listen: {prot: 1}",
  "leaderElection: maybe",
  "clusterName: 7",
  "logLevel: loud",
  "access: {admins: {roles: [platform]}}",
  "access: {cancel: {users: []}}",
]) {
  test(`editors and serve both refuse ${JSON.stringify(addition)}`, async () => {
    assert.notEqual(await errorOf(WHOLE + addition), "");
    assert.equal(validate(parse(WHOLE + addition)), false);
  });
}

test("what a flag may say may be missing for an editor", () => {
  const [version = "", kind = ""] = WHOLE.split("\n");
  assert.ok(validate(parse(`${version}\n${kind}`)));
  assert.equal(validate(parse(kind)), false);
});

interface Described {
  readonly items?: Described;
  /** Of a map, what stands under each name. */
  readonly additionalProperties?: Described | boolean;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
}

function findUnexplained(schema: Described, path = ""): readonly string[] {
  if (schema.items?.properties !== undefined) return findUnexplained(schema.items, `${path}[]`);
  const named = schema.additionalProperties;
  if (typeof named === "object" && named.properties !== undefined)
    return findUnexplained(named, `${path}.{name}`);
  if (schema.properties === undefined) return schema.description === undefined ? [path] : [];
  return Object.entries(schema.properties).flatMap(([key, child]) =>
    findUnexplained(child, `${path}.${key}`),
  );
}

test("every key is explained", () => {
  assert.deepEqual(findUnexplained(SCHEMA), []);
});
