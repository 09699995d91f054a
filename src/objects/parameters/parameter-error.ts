import { previewJson } from "./preview-json.ts";

/** One thing that is wrong with a run's parameters. The message is a sentence that names the parameter. */
export interface ParameterError {
  /** As the product spells it, or, when it is unknown, as given and cut. */
  readonly parameter: string;
  readonly message: string;
  /** The value that was probably meant: never taken, but what is wrong with it is told, too. */
  readonly meant?: unknown;
}

const SHOWN = 60;
const MAX_MESSAGE = 2_000;

/** A given value, short enough for a message and on one line. */
export function quoteValue(value: unknown): string {
  return value === undefined ? "nothing" : previewJson(value, SHOWN);
}

/** All errors as one message for the run's condition; of very many, the first. */
export function describeParameterErrors(errors: readonly ParameterError[]): string {
  const [first = "", ...others] = errors.map(({ message }) => message);
  let text = first;
  for (const [index, message] of others.entries()) {
    if (text.length + message.length > MAX_MESSAGE) return `${text} And ${others.length - index} more.`;
    text += ` ${message}`;
  }
  return text;
}
