// The settings of the channel `slack`: what pipelines name, and where that is.
import { z } from "zod";

import { DELIVERY } from "./delivery-settings.ts";
import { setting } from "../setting.ts";
import { reference, text } from "../setting-kinds.ts";

export const SLACK = z.record(
  reference,
  z.strictObject({
    urlFile: setting(text, {
      what: "a file with the address of an incoming webhook; {name} is what pipelines give as `notifyOnSlack`",
    }),
    ...DELIVERY,
  }),
);
