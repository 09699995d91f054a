// Automatiko's variables for Slack and Teams: each has the address of one channel's webhook. In its name every character of
// the channel's that is neither a letter nor a digit is `_`, and case does not count.
import { reduceReference } from "../../std/reduce-reference.ts";
import { findSwitch } from "./variables.ts";
import type { GivenSetting } from "../flags.ts";
import { valueAt } from "../value-path.ts";

const FAMILIES = ["slack", "teams"] as const;

/**
 * `channels.slack` and `channels.teams`, an entry for each variable that is set; not for one whose channel `values` names
 * already: then the file counts. A secret stays where it is.
 */
export function readChats(
  values: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): readonly GivenSetting[] {
  if (findSwitch(environment, "QUARKUS_AUTOMATIKO_NOTIFICATIONS_DISABLED") === true) return [];
  return FAMILIES.flatMap((family) => {
    const prefix = `QUARKUS_AUTOMATIKO_NOTIFICATIONS_${family.toUpperCase()}_`;
    const known = Object.keys(Object(valueAt(values, ["channels", family])) as object).map(reduceReference);
    return Object.entries(environment).flatMap(([variable, value = ""]) => {
      const name = reduceReference(variable);
      const channel = name.slice(prefix.length);
      if (!name.startsWith(prefix) || channel === "" || value.trim() === "") return [];
      return known.includes(channel) ? [] : [toSetting(family, channel, variable)];
    });
  });
}

function toSetting(family: string, channel: string, variable: string): GivenSetting {
  const path = ["channels", family, channel, "urlFile"];
  return { path, value: `env:${variable}`, by: variable, label: variable };
}
