// The settings of the channel `teams`: what pipelines name, and where that is.
import { z } from "zod";

import { DELIVERY } from "./delivery-settings.ts";
import { setting } from "../setting.ts";
import { reference, text } from "../setting-kinds.ts";

export const TEAMS = z.record(
  reference,
  z.strictObject({
    urlFile: setting(text, {
      what: "a file with the address of a webhook of Workflows, or of a relay; {name} is what pipelines give as `notifyOnTeams`",
    }),
    format: setting(z.enum(["adaptiveCard", "messageCard"]).prefault("adaptiveCard"), {
      what: "`adaptiveCard`: what Workflows take; `messageCard`: the older kind, for relays that were built for it",
    }),
    ...DELIVERY,
  }),
);
