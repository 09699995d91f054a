// The settings of the channel `webhooks`: programs that are told.
import { z } from "zod";

import { namespacePatterns } from "../access-kinds.ts";
import { DELIVERY } from "./delivery-settings.ts";
import { setting } from "../setting.ts";
import { hookUrl, shortName, text } from "../setting-kinds.ts";

/** What has happened, as programs are told it. */
const EVENT_KINDS = ["opened", "voted", "decided", "expired", "cancelled"] as const;

const sink = z.strictObject({
  id: setting(shortName, { what: "a short name of the sink, for records and metrics" }),
  url: setting(hookUrl, {
    what: "where events are sent; an http URL only inside, with `channels.allowPrivate`",
  }),
  secretFile: setting(text, {
    what: "a file with the secret that events are signed with: whsec_ and 24 to 64 random bytes in base64; on two lines while it is replaced",
  }),
  caFile: setting(text.optional(), {
    what: "a file with the certificates, in PEM, of the authority that the sink's certificate is from",
    whenAbsent: "the authorities that Node.js trusts",
  }),
  namespaces: setting(namespacePatterns.optional(), {
    what: "the namespaces whose approvals it is told about; * stands for any characters",
    whenAbsent: "all of them",
  }),
  ...DELIVERY,
  kinds: setting(
    z
      .array(z.enum(EVENT_KINDS))
      .min(1)
      .readonly()
      .prefault([...EVENT_KINDS]),
    {
      what: "which events are sent: `opened`, `voted`, `decided`, `expired`, `cancelled`",
    },
  ),
});

export const WEBHOOKS = z
  .array(sink)
  .superRefine((sinks, context) => {
    const ids = sinks.map(({ id }) => id);
    const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
    if (twice >= 0)
      context.addIssue({ code: "custom", path: [twice, "id"], message: "is another sink's, too" });
  })
  .readonly();
