// What holds a vote that another site's page sends: checks behind one another, and what each of them holds by itself.
import { FOREIGN_HOSTS, type Site, type Way } from "./attacks.ts";
import type { VictimMode } from "./victims.ts";

export type Check =
  | "the cookie, which stays on our site"
  | "what the browser says of the sender's site"
  | "the origin"
  | "the form's token"
  | "the content type"
  | "the method"
  | "no leave for scripts of others";

export const NO_CHECK: ReadonlySet<Check> = new Set();
export const COOKIE: Check = "the cookie, which stays on our site";
export const TOKEN: Check = "the form's token";

export const SITES = Object.keys(FOREIGN_HOSTS) as Site[];
const SIBLING: readonly Site[] = ["a sibling sub-domain"];
const FORMS: readonly Way[] = ["a form", "a fetch of a form"];
const FRAME: Way = "a frame without an origin";
const LINK: Way = "a link that votes";
const TEXTS: readonly Way[] = ["a form of plain text that is JSON", "a fetch without CORS", "a beacon"];
const JSON_FETCH: Way = "a fetch with JSON";
/** Where the API knows browsers, too: elsewhere it takes a token that no browser sends by itself. */
const API_MODES: readonly VictimMode[] = ["open", "proxy"];

/** What a check holds alone, with all others out of order. */
export interface Hold {
  readonly check: Check;
  readonly ways: readonly Way[];
  readonly sites?: readonly Site[];
  readonly modes?: readonly VictimMode[];
}

/** All but the cookie. */
export const HOLDS: readonly Hold[] = [
  { check: "what the browser says of the sender's site", ways: [...FORMS, FRAME, LINK] },
  {
    check: "what the browser says of the sender's site",
    ways: [...TEXTS, JSON_FETCH],
    sites: SIBLING,
    modes: API_MODES,
  },
  // A frame that has no origin says `null`, as our own form does; what follows a link says nothing.
  { check: "the origin", ways: FORMS },
  { check: "the origin", ways: [...TEXTS, JSON_FETCH], sites: SIBLING, modes: API_MODES },
  { check: TOKEN, ways: [...FORMS, FRAME, LINK, "a form with a guessed token"] },
  // Looked at twice, by our guard and by what reads the JSON: no single bug lets it in.
  { check: "the content type", ways: TEXTS, sites: SIBLING, modes: API_MODES },
  { check: "the method", ways: [LINK], sites: SIBLING },
  { check: "no leave for scripts of others", ways: [JSON_FETCH], sites: SIBLING, modes: API_MODES },
];

/** What votes where no check is in order. */
export function listHarmful(mode: VictimMode): readonly Way[] {
  return [...FORMS, FRAME, LINK, ...(API_MODES.includes(mode) ? [...TEXTS, JSON_FETCH] : [])];
}

/** What votes nowhere: nobody reads such a form, and a browser has nothing that this API would take. */
export function listHarmless(mode: VictimMode): readonly Way[] {
  return ["a form in several parts", ...(API_MODES.includes(mode) ? [] : [...TEXTS, JSON_FETCH])];
}
