// Reads single parameter values. Each refusal names the parameter, shows the value, and says what to write instead.
import { ok, refuse, type Result } from "../../std/result.ts";
import { countCharacters } from "../characters.ts";
import { type ParameterError, quoteValue } from "./parameter-error.ts";
import { suggestName } from "../../std/suggest-name.ts";

/** Control characters, line and paragraph separators, and what turns the direction of text around. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

export function refuseParameter(parameter: string, reason: string): Result<never, ParameterError> {
  return refuse({ parameter, message: `Parameter ${parameter} ${reason}.` });
}

export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text) || !text.isWellFormed();
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

/** A text with a bound, in characters; `undefined` when it is empty or blank. */
export function readBoundedText(
  parameter: string,
  value: unknown,
  bound: number,
): Result<string | undefined, ParameterError> {
  const text = readText(parameter, value);
  if (!text.ok) return text;
  const length = countCharacters(text.value);
  if (length > bound) {
    return refuseParameter(parameter, `has ${length} characters: give at most ${bound}`);
  }
  return ok(text.value.trim() === "" ? undefined : text.value);
}

/** A bounded text on one line, without control characters. */
export function readLine(
  parameter: string,
  value: unknown,
  bound: number,
): Result<string | undefined, ParameterError> {
  const text = readBoundedText(parameter, value, bound);
  if (text.ok && text.value !== undefined && hasControlCharacter(text.value)) {
    return refuseParameter(
      parameter,
      `is ${quoteValue(text.value)}, which has a line break or another control character: give one line of text`,
    );
  }
  return text;
}

/** Tekton replaces variables under `params`, but not inside an embedded spec (contract C12). */
export function refuseVariable(parameter: string, text: string): Result<string, ParameterError> {
  return text.includes("$(")
    ? refuseParameter(
        parameter,
        `holds ${quoteValue(text)}, a variable that Tekton did not replace: check its name, and give it under params, because Tekton replaces none inside an embedded spec`,
      )
    : ok(text);
}

/** Exactly one of the words. */
export function readChoice<Word extends string>(
  parameter: string,
  value: unknown,
  words: readonly Word[],
): Result<Word, ParameterError> {
  const text = readText(parameter, value);
  if (!text.ok) return text;
  const resolved = refuseVariable(parameter, text.value);
  if (!resolved.ok) return resolved;
  const word = words.find((known) => known === text.value);
  if (word !== undefined) return ok(word);
  const suggestion = suggestName(text.value, words);
  const advice =
    suggestion === undefined ? `write one of ${words.join(", ")}` : `write ${suggestion} if you mean that`;
  return refuseParameter(parameter, `is ${quoteValue(text.value)}, which is not known: ${advice}`);
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
