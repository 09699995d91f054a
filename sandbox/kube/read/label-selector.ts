import { badRequest } from "../api-error.ts";
import type { JsonObject } from "../json-value.ts";

export type LabelMatcher = (labels: JsonObject) => boolean;

const KEY = String.raw`(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?`;
const VALUE = "[A-Za-z0-9._-]*";
const SET = new RegExp(String.raw`^(${KEY})\s+(in|notin)\s*\(([^()]*)\)$`, "u");
const EQUALITY = new RegExp(String.raw`^(${KEY})\s*(==|=|!=)\s*(${VALUE})$`, "u");
const ORDER = new RegExp(String.raw`^(${KEY})\s*([<>])\s*(-?\d+)$`, "u");
const EXISTENCE = new RegExp(String.raw`^(!?)\s*(${KEY})$`, "u");

/**
 * Reads a label selector as in "Labels and Selectors" of the Kubernetes documentation: `a=b,c!=d,e in (f,g),!h`.
 * Throws 400 when it cannot be read.
 */
export function parseLabelSelector(text: string): LabelMatcher {
  if (text.trim() === "") return () => true;
  const matchers = splitRequirements(text).map((part) => parseRequirement(part.trim(), text));
  return (labels) => matchers.every((matches) => matches(labels));
}

/** Splits at the commas that are outside parentheses. */
function splitRequirements(text: string): string[] {
  return text.split(/,(?![^(]*\))/u);
}

function parseRequirement(part: string, whole: string): LabelMatcher {
  const [, setKey = "", setOperator, list = ""] = SET.exec(part) ?? [];
  if (setOperator !== undefined) return matchSet(setKey, setOperator, list);
  const [, key = "", operator, value] = EQUALITY.exec(part) ?? [];
  if (operator !== undefined) {
    return operator === "!=" ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const [, orderKey = "", order, bound] = ORDER.exec(part) ?? [];
  if (order !== undefined) return matchOrder(orderKey, order, Number(bound));
  const [, not, name] = EXISTENCE.exec(part) ?? [];
  if (name !== undefined) return (labels) => Object.hasOwn(labels, name) === (not === "");
  throw badRequest(`unable to parse requirement: label selector ${JSON.stringify(whole)} is not valid`);
}

function matchSet(key: string, operator: string, list: string): LabelMatcher {
  const values = new Set(list.split(",").map((value) => value.trim()));
  const isIn: LabelMatcher = (labels) => {
    const value = labels[key];
    return typeof value === "string" && values.has(value);
  };
  return operator === "in" ? isIn : (labels) => !isIn(labels);
}

function matchOrder(key: string, order: string, bound: number): LabelMatcher {
  return (labels) => {
    const value = labels[key];
    if (typeof value !== "string" || !/^-?\d+$/u.test(value)) return false;
    return order === ">" ? Number(value) > bound : Number(value) < bound;
  };
}
