import { MAIL_PARTS } from "./mail-format.ts";
import type { FindTemplate } from "./mail-templates.ts";
import { buildVariables } from "./mail-variables.ts";
import { makeSampleMessages } from "./sample-messages.ts";
import { TemplateError, type TemplateFault } from "./template-fault.ts";

/** What goes wrong with the samples; of each file the first fault, as one that takes too long does so each time. */
export function tryTemplates(find: FindTemplate): readonly TemplateFault[] {
  const faults = new Map<string, TemplateFault>();
  for (const { message } of makeSampleMessages()) {
    const variables = { ...buildVariables(message, { timeZone: "UTC" }), subject: "Review" };
    for (const part of MAIL_PARTS) {
      const template = find(message, part);
      if (template === undefined || faults.has(template.file)) continue;
      const fault = findFault(() => template.render(message, variables));
      if (fault !== undefined) faults.set(template.file, fault);
    }
  }
  return [...faults.values()];
}

function findFault(render: () => void): TemplateFault | undefined {
  try {
    render();
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError) return error.fault;
    throw error;
  }
}
