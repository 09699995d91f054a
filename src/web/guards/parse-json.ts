import type { Context } from "hono";
import { HttpProblem } from "../problems/http-problem.ts";

const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The JSON object in the body. Refuses what `JSON.parse` alone lets pass: a key given twice, of which readers take
 * different ones (RFC 8259 §4), and keys that reach into prototypes.
 */
export async function parseJsonBody(c: Context): Promise<Readonly<Record<string, unknown>>> {
  const text = await c.req.text();
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badBody("is not a JSON object");
  }
  const duplicate = findDuplicateKey(text);
  if (duplicate !== undefined) throw badBody(`has the key ${JSON.stringify(duplicate)} twice`);
  return value as Readonly<Record<string, unknown>>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (FORBIDDEN_KEYS.has(key)) throw badBody(`has the key "${key}", which is not a field`);
      return value;
    });
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    throw badBody("is not JSON", error);
  }
}

function badBody(fault: string, cause?: unknown): HttpProblem {
  return new HttpProblem(
    "bad-request",
    `The body ${fault}. Nothing was changed. Send one JSON object with each field once, as in /api/openapi.json.`,
    { cause },
  );
}

/** The first key that an object of this valid JSON text has twice, compared after unescaping. */
function findDuplicateKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, groups } of text.matchAll(
    /(?<key>"(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/gsu,
  )) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    const written = groups?.["key"];
    if (written === undefined) continue;
    const key = JSON.parse(written) as string;
    const keys = open.at(-1);
    if (keys?.has(key)) return key;
    keys?.add(key);
  }
  return undefined;
}
