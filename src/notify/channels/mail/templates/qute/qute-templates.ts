import { ok, refuse, type Result } from "../../../../../std/result.ts";
import { suggestName } from "../../../../../std/suggest-name.ts";
import { compileTemplates } from "../compile-templates.ts";
import type { FindTemplate } from "../mail-templates.ts";
import type { TemplateFault } from "../template-fault.ts";
import { findProcess } from "./find-process.ts";
import { buildQuteVariables, QUTE_SHAPE } from "./qute-variables.ts";
import { translateQute } from "./translate-qute.ts";

const TASKS = ["approval", "groupapproval", "secondApproval"];
const PROCESSES = ["single", "multi", "multiGroup", "fourEyes"];

/** For tasks that Automatiko brings no template of its own for. */
const DEFAULT_ID = "default-usertask-email";

const IDS = [
  DEFAULT_ID,
  ...TASKS.map((task) => `${task}-email`),
  ...PROCESSES.flatMap((process) => TASKS.map((task) => `${process}.${task}-email`)),
];

export interface QuteFile {
  readonly file: string;
  readonly source: string;
}

interface QuteTemplates {
  readonly find: FindTemplate;
  /** What is in the folder and used for no mail: a sentence for each. */
  readonly notes: readonly string[];
}

/** Templates in Qute, by the ids that Automatiko looks for. They make the HTML of mails that ask; it has no others. */
export function findQuteTemplates(
  files: readonly QuteFile[],
): Result<QuteTemplates, readonly TemplateFault[]> {
  const ordered = files.toSorted((one, other) => one.file.localeCompare(other.file, "en"));
  const named = ordered.filter(({ file }) => IDS.includes(idOf(file)));
  const byId = new Map(named.map((file) => [idOf(file.file), file]).toReversed() as [string, QuteFile][]);
  const used = IDS.flatMap((id) => byId.get(id) ?? []);
  const translated = used.map(({ file, source }) => ({ file, ...translateQute(source, QUTE_SHAPE) }));
  const faults = translated.flatMap((one) => one.faults.map((fault) => ({ file: one.file, ...fault })));
  if (faults.length > 0) return refuse(faults);
  const sources = translated.map(({ file, source }) => ({ file, source, part: "html" as const }));
  const compiled = compileTemplates(sources, new Set(Object.keys(QUTE_SHAPE)));
  if (!compiled.ok) return refuse(compiled.error.map(nameAsInQute));
  return ok({
    notes: ordered.filter((file) => !used.includes(file)).map(({ file }) => describeUnused(file)),
    find: (message, part) => {
      if (part !== "html" || message.kind === "outcome") return undefined;
      const { processId, taskName } = findProcess(message);
      // Automatiko has its own template for `approval`, which comes before the one for every task.
      const ids = [
        `${processId}.${taskName}-email`,
        `${taskName}-email`,
        ...(taskName === "approval" ? [] : [DEFAULT_ID]),
      ];
      const file = ids.map((id) => byId.get(id)).find((found) => found !== undefined)?.file;
      const template = file === undefined ? undefined : compiled.value.get(file);
      if (file === undefined || template === undefined) return undefined;
      return { file, render: (told, variables) => template(buildQuteVariables(told, variables)) };
    },
  });
}

function idOf(file: string): string {
  return file.slice(0, file.lastIndexOf("."));
}

function nameAsInQute(fault: TemplateFault): TemplateFault {
  return { ...fault, text: fault.text.replaceAll(/\{\{ (?<path>[^{}|]+?)(?: \| link)? \}\}/gu, "{$<path>}") };
}

function describeUnused(file: string): string {
  const id = idOf(file);
  if (/-(?:slack|teams)$/u.test(id))
    return `${file} is not used: messages to Slack and Teams have no templates.`;
  const meant = suggestName(id, IDS);
  return `${file} is not used for any message${meant === undefined || meant === id ? "." : `; did you mean ${meant}?`}`;
}
