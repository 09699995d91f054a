import { randomBytes } from "node:crypto";

import type { Arena, GivenSettings } from "./arena.ts";
import { startSink } from "./start-sink.ts";

export const SLOW_KINDS = ["mail", "slack", "teams", "webhook"] as const;

export interface SlowChannels {
  readonly settings: NonNullable<GivenSettings["channels"]>;
  /** What a run says that is to be told of on all of them. */
  readonly notify: { readonly notifyOnSlack: string; readonly notifyOnTeams: string };
  readonly stop: () => Promise<void>;
}

/** One channel of each kind, whose other side takes each message after a while. */
export async function openSlowChannels({ cluster }: Arena, takesMs: number): Promise<SlowChannels> {
  const [mail, chat] = await Promise.all([startSink("mail", { takesMs }), startSink("chat", { takesMs })]);
  const url = `http://127.0.0.1:${chat.port}`;
  const urlFile = cluster.writeSecret("chat-url", `${url}/chat`);
  const secretFile = cluster.writeSecret("webhook-secret", `whsec_${randomBytes(24).toString("base64")}`);
  const directory = cluster.writeSecret("directory", JSON.stringify({ users: ADDRESSES }));
  return {
    settings: {
      allowPrivate: true,
      directory,
      mail: {
        from: "approvals@countersign.example",
        host: "127.0.0.1",
        port: mail.port,
        startTls: "disabled",
      },
      slack: { releases: { urlFile } },
      teams: { releases: { urlFile } },
      webhooks: [{ id: "programs", url: `${url}/events`, secretFile }],
    },
    notify: { notifyOnSlack: "releases", notifyOnTeams: "releases" },
    stop: async () => void (await Promise.all([mail.stop(), chat.stop()])),
  };
}

/** Of those whom the approvals of the bench ask. */
const ADDRESSES = { mary: "mary@example.com", john: "john@example.com" };
