// The settings of `serve`, each written once: file, flags, variables, help, errors, the JSON Schema for editors and
// docs/reference are made from this table. A key is here when something reads it.
import { z } from "zod";

import { LOG_LEVELS } from "../std/logger.ts";
import { CHANNELS } from "./channels/channel-settings.ts";
import { LIMITS } from "./limit-settings.ts";
import { OIDC, SESSION } from "./oidc-settings.ts";
import { PROXY } from "./proxy-settings.ts";
import { people, viewRule } from "./access-kinds.ts";
import { setting } from "./setting.ts";
import {
  audiences,
  duration,
  matched,
  modes,
  namespaces,
  onOff,
  origin,
  port,
  socketPath,
  text,
  timeZone,
} from "./setting-kinds.ts";

export const API_VERSION = "config.countersign.dev/v1alpha1";
export const KIND = "Configuration";

/** What a file says, in the order of the help. A group of keys is an object with `.prefault({})`; lists and maps of groups work too. */
export const CONFIGURATION = z.strictObject({
  apiVersion: setting(z.literal(API_VERSION), { what: API_VERSION }),
  kind: setting(z.literal(KIND), { what: KIND }),
  auth: z
    .strictObject({
      modes: setting(modes, {
        flag: "auth",
        what: "one or more of `open` (alone: people are who they say they are, and every page says so), `proxy` (people and programs are who an authenticating proxy says), `oidc` (people sign in at a provider of OpenID Connect), `kubernetes` (a program is who its bearer token says) and, beside another, `link` (whoever opens a link sees the one approval that it was made for; a mail message to one person has one)",
      }),
      match: setting(matched.prefault(["name", "email", "group"]), {
        what: "what may be named as approvers and groups in a pipeline: `name`, `email` (an address that the mode has verified), `group`",
      }),
      emailCase: setting(z.enum(["exact", "fold"]).prefault("exact"), {
        what: "`exact`: an e-mail address is the same letter for letter; `fold`: the letters a to z may differ in upper and lower case",
      }),
      kubernetes: z
        .strictObject({
          audiences: setting(audiences.prefault(["countersign"]), {
            what: "for mode `kubernetes`: a bearer token must be made for one of these; never the API server's own, for which every pod has a token",
          }),
          accessReview: setting(onOff.prefault("off"), {
            what: "for mode `kubernetes`; on: an account also needs the verb `approve` on the ApprovalTask to vote, by RBAC or whatever else the API server asks (SubjectAccessReview)",
          }),
        })
        .prefault({}),
      proxy: PROXY.optional(),
      oidc: OIDC.optional(),
      session: SESSION,
      link: z
        .strictObject({
          decide: setting(onOff.prefault("off"), {
            what: "for mode `link`: on: whoever came by a link can vote with it, once, with the code of its message, but never for FOUR_EYES or QUORUM; off: a link only shows its approval",
          }),
          lifetime: setting(duration.optional(), {
            what: "for mode `link`: for how long a link is good after it was made; at most 24h with `decide`",
            whenAbsent: "72h, or 24h with `decide`",
          }),
        })
        .prefault({}),
    })
    // What must be given is missed by its own path, not by that of the group.
    .prefault({} as { modes: never }),
  baseUrl: setting(origin, {
    flag: "base-url",
    what: "the address people open, for example https://approvals.example.com; links in statuses and messages begin with it",
  }),
  keyFile: setting(text, {
    flag: "key-file",
    what: "a file with a random key on each line, the same for every replica; they sign sessions, links and form tokens",
  }),
  kubeconfig: setting(text.optional(), {
    flag: "kubeconfig",
    what: "the cluster to work on",
    whenAbsent: "the first one found of KUBECONFIG, ~/.kube/config and the pod's own service account",
  }),
  namespaces: setting(namespaces.optional(), {
    flag: "namespaces",
    what: "the namespaces to watch; separated by commas in a flag or variable",
    whenAbsent: "all of them",
  }),
  listen: z
    .strictObject({
      host: setting(text.prefault("0.0.0.0"), { flag: "host", what: "the address to listen on" }),
      port: setting(port.prefault(9000), { flag: "port", what: "the port to listen on" }),
      probePort: setting(port.prefault(9001), {
        flag: "probe-port",
        what: "the port for probes and metrics, which answers to any host name; 0 picks a free one",
      }),
      probeHost: setting(text.optional(), {
        flag: "probe-host",
        what: "the address to listen on for probes and metrics",
        whenAbsent: "`listen.host`, and 0.0.0.0 beside `listen.socket`",
      }),
      socket: setting(socketPath.optional(), {
        flag: "socket",
        what: "the path of a Unix socket for pages, in place of host and port: for a proxy in the same pod; user and group may connect to it",
        whenAbsent: "pages are at host and port",
      }),
    })
    .prefault({}),
  limits: LIMITS,
  leaderElection: setting(onOff.prefault("on"), {
    flag: "leader-election",
    what: "on: only one of several replicas does the controller's work, chosen by a Lease; off: each of them does, which is harmless",
  }),
  clusterName: setting(text.max(63).optional(), {
    flag: "cluster-name",
    what: "the name that pages and mail show for the cluster",
    whenAbsent: "nothing",
  }),
  timeZone: setting(timeZone.prefault("UTC"), {
    flag: "time-zone",
    what: "the time zone that pages and messages use",
  }),
  access: z
    .strictObject({
      admins: setting(people.optional(), {
        what: "who sees and cancels every approval, sees where messages went, and has them sent again; being an admin does not let anybody vote",
        whenAbsent: "nobody",
      }),
      cancel: setting(people.optional(), {
        what: "who, beside admins, cancels approvals; only those that they may see",
        whenAbsent: "nobody; in mode `open` everybody who says a name",
      }),
      view: setting(z.array(viewRule).readonly().optional(), {
        what: "who sees approvals without being asked: for each entry these people, in these namespaces; an empty list: nobody. Whoever is asked or has voted sees that approval, admins see all. In mode `open` everybody sees everything",
        whenAbsent: "everybody who has a name sees all",
      }),
    })
    .prefault({}),
  channels: CHANNELS,
  pages: z
    .strictObject({
      showParams: setting(z.array(text).readonly().optional(), {
        flag: "pages-show-params",
        what: "the parameters of pipeline runs that pages and API show though they look like secrets; in a flag or variable separated by commas",
        whenAbsent: "those that a pipeline run names itself",
      }),
    })
    .prefault({}),
  logLevel: setting(z.enum(LOG_LEVELS).prefault("info"), {
    flag: "log-level",
    what: "debug, info, warn or error",
  }),
});

/** What is in force. */
export type Settings = Omit<z.output<typeof CONFIGURATION>, "apiVersion" | "kind">;
