// The settings of channels: what all have in common, and each kind of them in a file of its own.
import { z } from "zod";

import { MAIL } from "./mail-settings.ts";
import { setting } from "../setting.ts";
import { onOff, text } from "../setting-kinds.ts";
import { SLACK } from "./slack-settings.ts";
import { TEAMS } from "./teams-settings.ts";
import { WEBHOOKS } from "./webhook-settings.ts";

export const CHANNELS = z
  .strictObject({
    strict: setting(onOff.prefault("off"), {
      what: "on: a run fails that names a channel which is not set up (`notifyOnSlack`, `notifyOnTeams`); off: it opens, and its page and an Event say what is missing",
    }),
    allowPrivate: setting(onOff.prefault("off"), {
      what: "on: Slack, Teams and webhooks may be at addresses of this machine, the cluster or the company, and plain http is allowed there; off: both are refused",
    }),
    mail: MAIL.optional(),
    slack: SLACK.optional(),
    teams: TEAMS.optional(),
    webhooks: WEBHOOKS.optional(),
    directory: setting(text.optional(), {
      what: "a YAML file with the e-mail addresses behind names: `users` (name and address) and `groups` (name, and a list of users and addresses)",
      whenAbsent: "only names that are e-mail addresses get mail",
    }),
  })
  .prefault({});
