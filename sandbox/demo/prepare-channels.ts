// The channels of the demo: set up as in production, each at a receiver of the demo's own.
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { stringify } from "yaml";

import type { Receivers } from "./mailbox/start-receivers.ts";
import { writePrivately } from "./private-file.ts";
import { DEMO_PEOPLE } from "./provider/people.ts";
import type { StopList } from "./stop-list.ts";

interface ChannelParts {
  /** For the files that the settings name. */
  readonly folder: string;
  readonly host: string;
  readonly receivers: Pick<Receivers, "mail" | "posts">;
  readonly started: StopList;
}

/** What the samples name as `notifyOnSlack` and `notifyOnTeams`. */
const REFERENCE = "releases";
const SINK = "audit";
const FROM = "Countersign <countersign@demo.example>";
/** As where nothing is said. */
const DELIVERY = { atLeastOnce: false, maxAge: "24h" } as const;
/** As long as the longest digest that signs by it (Standard Webhooks, "Signature scheme"). */
const SECRET_BYTES = 32;

/** The `channels` of the settings, once there are the files that they name, which go with the demo. */
export async function prepareChannels({ folder, host, receivers: { mail, posts }, started }: ChannelParts) {
  const write = async (name: string, content: string): Promise<string> => {
    const path = join(folder, name);
    await writePrivately(path, content);
    started.add(() => rm(path, { force: true }));
    return path;
  };
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  const slack = await write("slack-url", posts.urlOf("slack", REFERENCE));
  const teams = await write("teams-url", posts.urlOf("teams", REFERENCE));
  return {
    strict: false,
    // All of them are on this machine.
    allowPrivate: true,
    mail: { from: FROM, host, port: mail.port, startTls: "disabled", tls: false, pool: 5, ...DELIVERY },
    slack: { [REFERENCE]: { urlFile: slack, ...DELIVERY } },
    teams: { [REFERENCE]: { urlFile: teams, format: "adaptiveCard", ...DELIVERY } },
    webhooks: [
      {
        id: SINK,
        url: posts.urlOf("webhook", SINK),
        secretFile: await write("webhook-secret", secret),
        ...DELIVERY,
        kinds: ["opened", "voted", "decided", "expired", "cancelled"],
      },
    ],
    directory: await write("directory.yaml", stringify(listPeople())),
  } as const;
}

/** Where the sample people are reached. */
function listPeople() {
  const groups = new Set(DEMO_PEOPLE.flatMap((person) => person.groups));
  return {
    users: Object.fromEntries(DEMO_PEOPLE.map(({ name, email }) => [name, email])),
    groups: Object.fromEntries([...groups].map((group) => [group, listMembers(group)])),
  };
}

function listMembers(group: string): readonly string[] {
  return DEMO_PEOPLE.filter(({ groups }) => groups.includes(group)).map(({ name }) => name);
}
