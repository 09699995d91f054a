// The settings of what one person, and one address, can take from the others.
import { z } from "zod";

import { setting } from "./setting.ts";
import { addressRanges } from "./setting-kinds.ts";

/** With less than one a second, pages would be of no use. */
const perMinute = z.number().int().min(60);

export const LIMITS = z
  .strictObject({
    perPerson: setting(perMinute.prefault(1_200), {
      flag: "limit-per-person",
      what: "how many requests a minute a person, or a program, may send to one replica, all at once if need be; 60 or more",
    }),
    perAddress: setting(perMinute.prefault(3_000), {
      flag: "limit-per-address",
      what: "how many requests a minute may come from one address (of IPv6: from one /64) to one replica that do not prove who sends them: those of nobody, and in mode `open` all; one that fails to prove it, and each step of a sign-in, counts for ten; 60 or more",
    }),
    connections: setting(z.number().int().min(10).prefault(1_000), {
      flag: "limit-connections",
      what: "how many connections there may be at once to pages and API of one replica, of which one address gets half at most; 10 or more",
    }),
    forwardedBy: setting(addressRanges.optional(), {
      what: "the addresses of proxies, like 10.1.0.0/16, whose X-Forwarded-For tells where a request comes from; for these limits alone. They may have all connections",
      whenAbsent:
        "`auth.proxy.from` in mode `proxy`, and whoever connects to `listen.socket`; of others, the address that connects counts",
    }),
  })
  .prefault({});
