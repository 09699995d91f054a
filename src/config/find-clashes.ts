// What is wrong with settings beside one another, though each is right by itself.
import { isDeepStrictEqual } from "node:util";
import { parseDuration } from "../std/duration.ts";
import { adviseAt } from "./advise.ts";
import type { Fault } from "./fault.ts";
import { findUnprovenProxy } from "./find-unproven-proxy.ts";
import { secureUrl } from "./setting-kinds.ts";
import { CONFIGURATION, type Settings } from "./settings.ts";
import { valueAt } from "./value-path.ts";

const LONGEST_VOTING_LINK = "24h";

/** `values`: as they were given, by file, variables and flags. A group with a fault of its own is left out of it. */
export function findClashes(values: unknown): readonly Fault[] {
  const listen = CONFIGURATION.shape.listen.safeParse(valueAt(values, ["listen"]));
  const auth = CONFIGURATION.shape.auth.safeParse(valueAt(values, ["auth"]));
  return [
    ...findMissingProvider(values),
    ...(listen.success ? findSamePort(listen.data, values) : []),
    ...(listen.success ? findPortBesideSocket(listen.data, values) : []),
    ...(listen.success && auth.success ? findUnprovenProxy(auth.data, listen.data) : []),
    ...(auth.success ? findIdleView(auth.data, values) : []),
    ...(auth.success ? findIdleModes(auth.data) : []),
    ...(auth.success ? findNobodyAsked(auth.data) : []),
    ...(auth.success ? findLongLink(auth.data) : []),
    ...(auth.success ? findPlainLogin(auth.data, values) : []),
  ];
}

/** In mode `oidc`, that there is nowhere to sign in. */
function findMissingProvider(values: unknown): readonly Fault[] {
  const path = ["auth", "oidc"];
  const modes = valueAt(values, ["auth", "modes"]);
  if (!Array.isArray(modes) || !modes.includes("oidc") || valueAt(values, path) !== undefined) return [];
  return [{ path, text: `is missing; mode \`oidc\` needs ${adviseAt(CONFIGURATION, path)}` }];
}

/** Of two ports that are the same, one at least was given. */
function findSamePort({ port, probePort, socket }: Settings["listen"], values: unknown): readonly Fault[] {
  if (port === 0 || port !== probePort || socket !== undefined) return [];
  const path = ["listen", isGiven(values, "port") ? "port" : "probePort"];
  return [{ path, text: `pages and probes cannot share a port, and both have ${port}` }];
}

/** Whoever gives both may think that pages are at both. */
function findPortBesideSocket({ socket }: Settings["listen"], values: unknown): readonly Fault[] {
  if (socket === undefined) return [];
  return ["host", "port"]
    .filter((key) => isGiven(values, key))
    .map((key) => ({
      path: ["listen", key],
      text: `pages listen on ${socket} (listen.socket) in place of it; leave one of them out`,
    }));
}

/** Whoever sets it wants to keep something from somebody, who would see it all the same. */
function findIdleView({ modes }: Settings["auth"], values: unknown): readonly Fault[] {
  const path = ["access", "view"];
  if (!modes.includes("open") || valueAt(values, path) === undefined) return [];
  const text =
    "has no effect in mode open, where everybody sees everything; leave it out, or choose another mode";
  return [{ path, text }];
}

/** What is set of a mode, like a right to be asked for, would not hold. As it is without being set, it may be written down. */
function findIdleModes(auth: Settings["auth"]): readonly Fault[] {
  const unset = CONFIGURATION.shape.auth.parse({ modes: ["open"] });
  return (["proxy", "oidc", "kubernetes", "link"] as const)
    .filter((mode) => !auth.modes.includes(mode) && !isDeepStrictEqual(auth[mode], unset[mode]))
    .map((mode) => ({
      path: ["auth", mode],
      text: `has no effect, because auth.modes does not name ${mode}; add it there, or leave this out`,
    }));
}

/** Every gate would stay shut until its time is up. */
function findNobodyAsked({ modes, match }: Settings["auth"]): readonly Fault[] {
  const haveNoAddress = modes.every((mode) => mode === "open" || mode === "kubernetes");
  if (!haveNoAddress || match.some((by) => by !== "email")) return [];
  const text = `asks people by e-mail address alone, and nobody has one in mode ${modes.join(", ")}; add name or group, or a mode whose people have one`;
  return [{ path: ["auth", "match"], text }];
}

/** A link that gives a vote is as good as its recipient for as long as it lasts, whoever has come by it. */
function findLongLink({ link }: Settings["auth"]): readonly Fault[] {
  const { decide, lifetime = LONGEST_VOTING_LINK } = link;
  if (!decide || (parseDuration(lifetime) ?? 0) <= (parseDuration(LONGEST_VOTING_LINK) ?? 0)) return [];
  const text = `${lifetime} is longer than a link may last that gives a vote; give ${LONGEST_VOTING_LINK} or less, or switch auth.link.decide off`;
  return [{ path: ["auth", "link", "lifetime"], text }];
}

/** What says who somebody is would go through the network as everybody there can read it. */
function findPlainLogin({ modes }: Settings["auth"], values: unknown): readonly Fault[] {
  const baseUrl = CONFIGURATION.shape.baseUrl.safeParse(valueAt(values, ["baseUrl"]));
  const mode = (["oidc", "link"] as const).find((one) => modes.includes(one));
  if (mode === undefined || !baseUrl.success || secureUrl.safeParse(baseUrl.data).success) return [];
  const what = mode === "oidc" ? "the sessions of people who signed in" : "links that say who somebody is";
  const text = `${baseUrl.data} is not an https URL, and with mode \`${mode}\` anybody on the way could take ${what}; give the https URL that people open, or one of localhost to try it`;
  return [{ path: ["baseUrl"], text }];
}

function isGiven(values: unknown, key: string): boolean {
  return valueAt(values, ["listen", key]) !== undefined;
}
