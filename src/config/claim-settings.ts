import { z } from "zod";

import { setting } from "./setting.ts";
import { text } from "./setting-kinds.ts";

/** Of an ID token, which claims say what. */
export const CLAIMS = z
  .strictObject({
    name: setting(text.prefault("preferred_username"), {
      what: "the claim that has the name; that of the e-mail address counts where `email_verified` is true",
    }),
    email: setting(text.prefault("email"), {
      what: "the claim that has the e-mail address, which counts where `email_verified` is true",
    }),
    groups: setting(text.prefault("groups"), { what: "the claim that has the list of groups" }),
  })
  .prefault({});
