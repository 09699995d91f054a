// Reads single parameter values. Each refusal names the parameter, shows the value, and says what to write instead.
import { ok, refuse, type Result } from "../../std/result.ts";
import { countCharacters } from "../characters.ts";
import { hasControlCharacter } from "./control-characters.ts";
import { type ParameterError, quoteValue } from "./parameter-error.ts";
import { suggestName } from "../../std/suggest-name.ts";

export function refuseParameter(
  parameter: string,
  reason: string,
  meant?: unknown,
): Result<never, ParameterError> {
  const message = `Parameter ${parameter} ${reason}.`;
  return refuse({ parameter, message, ...(meant === undefined ? {} : { meant }) });
}

/**
 * Blank is as good as absent, where that makes no weaker gate (`refusesBlank`): a pipeline that hands on a parameter of its
 * own has no other way to leave one out.
 */
export function isBlank(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

/**
 * A text as it stands. Numbers and truth values become the text that Tekton's webhook makes of them (contract C19),
 * so that a run means the same where the webhook is not installed.
 */
export function readText(parameter: string, value: unknown): Result<string, ParameterError> {
  if (typeof value === "string") return ok(value);
  if (typeof value === "number" || typeof value === "boolean") return ok(String(value));
  return refuseParameter(parameter, `is ${quoteValue(value ?? null)}: give text, not ${nameShape(value)}`);
}

/** A text with a bound, in characters. */
export function readBoundedText(
  parameter: string,
  value: unknown,
  bound: number,
): Result<string, ParameterError> {
  const text = readText(parameter, value);
  if (!text.ok) return text;
  const length = countCharacters(text.value);
  if (length > bound) {
    return refuseParameter(parameter, `has ${length} characters: give at most ${bound}`);
  }
  return text;
}

/** A bounded text on one line, without control characters. */
export function readLine(parameter: string, value: unknown, bound: number): Result<string, ParameterError> {
  const text = readBoundedText(parameter, value, bound);
  if (text.ok && hasControlCharacter(text.value)) {
    return refuseParameter(
      parameter,
      `is ${quoteValue(text.value)}, which has a line break or another control character: give one line of text`,
    );
  }
  return text;
}

/** Why a text is refused that holds a variable; `undefined` when it holds none. Tekton replaces them under `params` (contract C12). */
export function findVariable(text: string): string | undefined {
  return text.includes("$(")
    ? "a variable that Tekton did not replace: check its name, and give it under params, because Tekton replaces none inside an embedded spec"
    : undefined;
}

function refuseVariable(parameter: string, text: string): Result<string, ParameterError> {
  const fault = findVariable(text);
  return fault === undefined ? ok(text) : refuseParameter(parameter, `holds ${quoteValue(text)}, ${fault}`);
}

/** Exactly one of the words; `meant` are words of others for them, see `suggestName`. */
export function readChoice<Word extends string>(
  parameter: string,
  value: unknown,
  words: readonly Word[],
  meant: Readonly<Record<string, Word>> = {},
): Result<Word, ParameterError> {
  const text = readText(parameter, value);
  if (!text.ok) return text;
  const resolved = refuseVariable(parameter, text.value);
  if (!resolved.ok) return resolved;
  const word = words.find((known) => known === text.value);
  if (word !== undefined) return ok(word);
  const suggestion = suggestName(text.value, words, meant);
  const advice =
    suggestion === undefined ? `write one of ${words.join(", ")}` : `write ${suggestion} if you mean that`;
  return refuseParameter(
    parameter,
    `is ${quoteValue(text.value)}, which is not known: ${advice}`,
    suggestion,
  );
}

/** A whole number from 1 to `most`, as a number or as its digits. */
export function readCount(parameter: string, value: unknown, most: number): Result<number, ParameterError> {
  const text = readText(parameter, value);
  if (!text.ok) return text;
  const resolved = refuseVariable(parameter, text.value);
  if (!resolved.ok) return resolved;
  const count = /^[1-9]\d{0,8}$/u.test(text.value) ? Number(text.value) : Number.NaN;
  return count <= most
    ? ok(count)
    : refuseParameter(parameter, `is ${quoteValue(text.value)}: give a whole number from 1 to ${most}`);
}

function nameShape(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return Array.isArray(value) ? "a list" : "an object";
}
