// Automatiko's profiles, by the variable that its manifests set. Those that say how people are known are taken at their word; a
// name that it did not know opened everything there, and opens nothing here.
import { ok, refuse, type Result } from "../../std/result.ts";
import { suggestName } from "../../std/suggest-name.ts";
import { valueAt, withValueAt } from "../value-path.ts";

export const PROFILE_VARIABLE = "QUARKUS_PROFILE";

const PATH = ["auth", "modes"];
/** What each says of `auth.modes`; `withemail` is about mail alone. */
const PROFILES: Readonly<Record<string, readonly string[] | undefined>> = {
  secured: ["proxy"],
  securedwithemail: ["proxy"],
  withemail: undefined,
};

/**
 * The values, with the mode of the profile where nothing else says one. Its headers are the ones that mode `proxy` reads when
 * no others are named. Refused with a sentence when the profile is not known, or when what else is said takes its promise back.
 */
export function applyProfile(
  values: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): Result<unknown, string> {
  const names = (environment[PROFILE_VARIABLE] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const unknown = names.find((name) => !Object.hasOwn(PROFILES, name));
  if (unknown !== undefined) return refuse(explainUnknown(unknown));
  const modes = names.map((name) => PROFILES[name]).find((found) => found !== undefined);
  if (modes === undefined) return ok(values);
  const given = valueAt(values, PATH);
  if (given === undefined) return ok(withValueAt(values, PATH, modes));
  const isOpen = Array.isArray(given) && given.includes("open");
  return isOpen ? refuse(explainOpen(names.join(","))) : ok(values);
}

function explainUnknown(name: string): string {
  const near = suggestName(name, Object.keys(PROFILES));
  const advice =
    near === undefined
      ? `there are ${Object.keys(PROFILES).join(", ")}; leave the variable out, and say with --auth how people are known`
      : `did you mean ${near}?`;
  return `${PROFILE_VARIABLE}: there is no profile ${JSON.stringify(name)}, with which Automatiko let everybody do everything; ${advice}`;
}

function explainOpen(name: string): string {
  return `${PROFILE_VARIABLE}: the profile ${name} promises that people are known, and with the mode \`open\` nobody is; leave one of them out`;
}
