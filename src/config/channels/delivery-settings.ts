import { z } from "zod";

import { setting } from "../setting.ts";
import { duration, onOff } from "../setting-kinds.ts";

/** What each channel has. */
export const DELIVERY = {
  kinds: setting(
    z
      .array(z.enum(["request", "secondStep", "outcome"]))
      .readonly()
      .optional(),
    {
      what: "which messages are sent: `request` (a vote is asked for), `secondStep` (for FOUR_EYES: a second person must approve), `outcome` (how it ended, to those who were asked)",
      whenAbsent: "all of it",
    },
  ),
  maxAge: setting(duration.prefault("24h"), {
    what: "for how long a message is tried, counted from when there was something to tell",
  }),
  atLeastOnce: setting(onOff.prefault("off"), {
    what: "off: a message that may have arrived is not sent again; on: it is, and may arrive twice",
  }),
};
