import type { Range } from "./statistics.ts";

/** A bound that belongs to the figure, in its unit. */
type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** One thing that was measured. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** `×` for a ratio: to the bare client, or to open mode. */
  readonly unit: "×" | "MB" | "s" | "ms" | "%" | "KB";
  /** Of its rounds. */
  readonly range: Range;
  readonly goal: Goal;
  /** What it comes from, for people. */
  readonly detail: string;
}

const DIGITS = { "×": 2, MB: 0, s: 2, ms: 2, "%": 2, KB: 1 } as const;

/** What is not a number meets no goal. */
export function isMet({ value, goal }: Figure): boolean {
  return "atMost" in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** The cells of a figure, as people read them. */
export interface FigureText {
  readonly what: string;
  readonly value: string;
  readonly range: string;
  readonly goal: string;
  readonly met: "met" | "missed";
  readonly detail: string;
}

export function describeFigure(figure: Figure): FigureText {
  const { what, value, unit, range, goal, detail } = figure;
  const round = (number: number): string => number.toFixed(DIGITS[unit]);
  return {
    what,
    value: `${round(value)} ${unit}`,
    range: `${round(range.min)} to ${round(range.max)}`,
    goal: describeGoal(goal, round),
    met: isMet(figure) ? "met" : "missed",
    detail,
  };
}

function describeGoal(goal: Goal, round: (number: number) => string): string {
  return "atMost" in goal ? `≤ ${round(goal.atMost)}` : `≥ ${round(goal.atLeast)}`;
}
