/** What is wrong with a template, where, and what to write. */
export interface TemplateFault {
  readonly file: string;
  /** From 1; absent where it is about the file as a whole. */
  readonly line?: number;
  readonly text: string;
}

/** A line for each: `mail.html.liquid, line 3: …`. */
export function formatFaults(faults: readonly TemplateFault[]): string {
  return faults.map(formatFault).join("\n");
}

function formatFault({ file, line, text }: TemplateFault): string {
  return `${file}${line === undefined ? "" : `, line ${line}`}: ${text}`;
}

/** A template that could not be rendered. */
export class TemplateError extends Error {
  readonly fault: TemplateFault;

  constructor(fault: TemplateFault, cause: unknown) {
    super(formatFault(fault), { cause });
    this.fault = fault;
  }
}
