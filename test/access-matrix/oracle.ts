// What must come of each request, written apart from the product: from the sentences of the documentation and what is known
// of each person. Shares no code with it.
import type { AccessSettings } from "../../src/approvals/access/access-rules.ts";
import type { Namespace, Person, State } from "./people.ts";

/** How people and programs come by a name. */
export const MODES = ["open", "login", "proxy", "kubernetes"] as const;
export type Mode = (typeof MODES)[number];

export const SETTINGS = {
  "nothing set": {},
  "developers see their namespaces": {
    view: [{ groups: ["dev"], namespaces: ["team-*"] }],
    cancel: { groups: ["release"] },
    admins: { groups: ["platform"] },
  },
  "developers see all": {
    view: [{ groups: ["dev"] }],
    cancel: { groups: ["release"] },
    admins: { groups: ["platform"] },
  },
  "nobody sees what is not theirs": {
    view: [],
    cancel: { groups: ["release"] },
    admins: { groups: ["platform"] },
  },
} as const satisfies Readonly<Record<string, AccessSettings>>;
export type Setting = keyof typeof SETTINGS;

export interface Cell {
  readonly mode: Mode;
  readonly setting: Setting;
  readonly person: Person | undefined;
  readonly namespace: Namespace;
  readonly state: State;
}

/** Routes that answer about one approval; of lists, whether it is among what is listed. */
export const ROUTES = [
  "page",
  "receipt",
  "address of votes",
  "page to cancel",
  "vote by form",
  "cancel by form",
  "sending again by form",
  "inbox",
  "API, one",
  "API, address of votes",
  "API, vote",
  "API, cancel",
  "API, sending again",
  "API, list",
  "API, list by deadline",
  "API, list of a namespace",
  "API, list of what waits",
] as const;
export type Route = (typeof ROUTES)[number];

export interface Expected {
  readonly status: number;
  /** Of lists. */
  readonly isListed?: boolean;
}

export function expect(route: Route, cell: Cell): Expected {
  const isProgram = route.startsWith("API");
  // Nobody signs in on pages where programs alone have names.
  const person = !isProgram && cell.mode === "kubernetes" ? undefined : cell.person;
  const asked = { ...cell, person };
  if (person === undefined && needsName(route, cell.mode)) return { status: 401 };
  switch (route) {
    case "page":
    case "receipt":
    case "API, one":
      return { status: sees(asked) ? 200 : 404 };
    case "address of votes":
    case "API, address of votes":
      return { status: 303 };
    case "page to cancel":
      return { status: showCancel(asked) };
    case "vote by form":
      return { status: vote(asked, 303) };
    case "API, vote":
      return { status: vote(asked, 201) };
    case "cancel by form":
      return { status: cancel(asked, 303) };
    case "API, cancel":
      return { status: cancel(asked, 201) };
    case "sending again by form":
      return { status: sendAgain(asked, 303) };
    case "API, sending again":
      return { status: sendAgain(asked, 202) };
    case "inbox":
      return { status: 200, isListed: isAsked(asked) || hasVoted(asked) };
    case "API, list":
    case "API, list by deadline":
    case "API, list of a namespace":
      return { status: 200, isListed: sees(asked) };
    case "API, list of what waits":
      return { status: 200, isListed: isAsked(asked) && cell.state === "pending" };
  }
}

function needsName(route: Route, mode: Mode): boolean {
  const isOwn =
    route === "page to cancel" ||
    /vote by form|cancel by form|sending again|API, vote|API, cancel|waits/u.test(route);
  return isOwn || mode !== "open";
}

function isAsked({ person, namespace }: Cell): boolean {
  return person?.isAsked === namespace;
}

function hasVoted({ person, namespace, state }: Cell): boolean {
  return person?.hasVoted?.namespace === namespace && person.hasVoted.states.includes(state);
}

function sees(cell: Cell): boolean {
  const { mode, setting, person, namespace } = cell;
  if (mode === "open") return true;
  if (person === undefined) return false;
  if (isAsked(cell) || hasVoted(cell)) return true;
  switch (setting) {
    case "nothing set":
      return true;
    case "developers see their namespaces":
      return person.isAdmin === true || (person.isDeveloper === true && namespace === "team-a");
    case "developers see all":
      return person.isAdmin === true || person.isDeveloper === true;
    case "nobody sees what is not theirs":
      return person.isAdmin === true;
  }
}

function mayCancel({ mode, setting, person }: Cell): boolean {
  if (setting === "nothing set") return mode === "open";
  return person?.isAdmin === true || person?.isReleaseManager === true;
}

function vote(cell: Cell, taken: number): number {
  if (!sees(cell)) return 404;
  if (cell.state === "decided") return isAsked(cell) || hasVoted(cell) ? 409 : 403;
  return isAsked(cell) ? taken : 403;
}

function cancel(cell: Cell, taken: number): number {
  if (!sees(cell)) return 404;
  if (!mayCancel(cell)) return 403;
  return cell.state === "decided" ? 409 : taken;
}

function showCancel(cell: Cell): number {
  if (!sees(cell)) return 404;
  if (cell.state === "decided") return 303;
  return mayCancel(cell) ? 200 : 403;
}

/** Each of the approvals has one message that may be sent again. */
function sendAgain({ setting, person }: Cell, taken: number): number {
  return setting !== "nothing set" && person?.isAdmin === true ? taken : 404;
}
