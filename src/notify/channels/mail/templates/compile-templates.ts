import type { Liquid, Template } from "liquidjs";

import { ok, refuse, type Result } from "../../../../std/result.ts";
import { createEngine } from "./create-engine.ts";
import { cutTemplate } from "./cut-template.ts";
import { describeUnknown, explainLiquidError } from "./explain-liquid-error.ts";
import type { MailPart } from "./mail-format.ts";
import { placeValues } from "./place-values.ts";
import { TemplateError, type TemplateFault } from "./template-fault.ts";

export interface TemplateSource {
  /** Its name in the folder. */
  readonly file: string;
  readonly part: MailPart;
  /** In Liquid. */
  readonly source: string;
}

/** Writes these variables. Throws a `TemplateError` when it cannot. */
export type CompiledTemplate = (variables: object) => string;

/** Compiled by their files' names; refused with all that is wrong. `known` are the variables that there are. */
export function compileTemplates(
  sources: readonly TemplateSource[],
  known: ReadonlySet<string>,
): Result<ReadonlyMap<string, CompiledTemplate>, readonly TemplateFault[]> {
  const prepared = sources.map(prepare);
  const faults = prepared.flatMap(({ faults }) => faults);
  if (faults.length > 0) return refuse(faults);
  const compiled = prepared.map((source) => compile(source, prepared, known));
  const wrong = compiled.flatMap(({ faults }) => faults);
  if (wrong.length > 0) return refuse(wrong);
  return ok(new Map(compiled.map(({ file, template }) => [file, template])));
}

interface Prepared extends TemplateSource {
  readonly faults: readonly TemplateFault[];
}

/** Values in HTML are written as their places ask. */
function prepare(given: TemplateSource): Prepared {
  const { file, part, source } = given;
  if (part !== "html") return { ...given, faults: [] };
  try {
    const placed = placeValues(cutTemplate(createEngine(part, {}), file, source));
    return { ...given, source: placed.source, faults: placed.faults.map((fault) => ({ file, ...fault })) };
  } catch (error) {
    return { ...given, faults: [explainLiquidError(error, file, [])] };
  }
}

interface Compiled {
  readonly file: string;
  readonly template: CompiledTemplate;
  readonly faults: readonly TemplateFault[];
}

function compile(
  { file, part, source }: TemplateSource,
  all: readonly TemplateSource[],
  known: ReadonlySet<string>,
): Compiled {
  // HTML is rendered into HTML alone, and text into text.
  const others = all.filter((other) => (other.part === "html") === (part === "html"));
  const engine = createEngine(part, Object.fromEntries(others.map((other) => [other.file, other.source])));
  try {
    const templates = engine.parse(source, file);
    const faults = file.startsWith("_") ? [] : findUnknown(engine, templates, { file, known });
    return { file, template: (variables) => render(engine, templates, { file, variables }), faults };
  } catch (error) {
    return { file, template: () => "", faults: [explainLiquidError(error, file, known)] };
  }
}

interface Checked {
  readonly file: string;
  readonly known: ReadonlySet<string>;
}

/** Variables that no message has, in whichever branch they are. */
function findUnknown(
  engine: Liquid,
  templates: Template[],
  { file, known }: Checked,
): readonly TemplateFault[] {
  const { globals } = engine.analyzeSync(templates, { partials: true });
  return Object.entries(globals)
    .filter(([name]) => !known.has(name))
    .flatMap(([name, uses]) =>
      uses.map(({ location }) => ({
        file: location.file?.split("/").at(-1) ?? file,
        line: location.row,
        text: describeUnknown(name, known),
      })),
    );
}

/** More than any mail has to say; some mail programs cut what is longer than 102 KB. */
const MOST_CHARACTERS = 512 * 1024;

interface Rendered {
  readonly file: string;
  readonly variables: object;
}

function render(engine: Liquid, templates: Template[], { file, variables }: Rendered): string {
  try {
    // As globals they are there in files that are rendered by others, too.
    const written = String(engine.renderSync(templates, {}, { globals: variables }));
    if (written.length <= MOST_CHARACTERS) return written;
    throw new Error(`it writes more than ${MOST_CHARACTERS.toLocaleString("en")} characters`);
  } catch (error) {
    throw new TemplateError(explainLiquidError(error, file, Object.keys(variables)), error);
  }
}
