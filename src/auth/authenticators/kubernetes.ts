// Programs are whom the cluster's API server says that their bearer token is.
import type { KubeApi } from "../../kube/kube-api.ts";
import { isUnavailable } from "../../kube/kube-error.ts";
import type { Clock } from "../../std/clock.ts";
import type { Logger } from "../../std/logger.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import { toSubject } from "../account-names.ts";
import type { Mode, Refusal } from "../authenticator.ts";
import { KUBERNETES_ISSUER } from "../../std/issuers.ts";
import { type Principal, parseNames } from "../principal.ts";
import { RecentAnswers } from "../recent-answers.ts";
import { reviewToken, type TokenUser } from "../token-review.ts";

export interface KubernetesModeOptions {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A token has to be for one of them. At least one: for none, a token of any pod would do. */
  readonly audiences: readonly string[];
}

type Answer = Result<Principal, Refusal>;

/** How long a token goes on being good here after it has ended. */
const MAX_AGE_MS = 60_000;
const MOST_KEPT = 1_000;
/** So many tokens are asked about at once: whoever sends guesses must not keep the API server from its work. */
const MOST_UNDER_WAY = 16;
const REVIEW_TIMEOUT_MS = 5_000;

/** Throws without an audience. */
export function createKubernetesMode(options: KubernetesModeOptions): Mode {
  const [audience] = options.audiences;
  if (audience === undefined)
    throw new Error("The mode kubernetes needs an audience that tokens are made for.");
  const advice = `Make one with: kubectl create token SERVICEACCOUNT --audience=${audience}`;
  const tokens = new TokenChecker(options, advice);
  return { bearers: [{ advice, check: (token, mayAsk) => tokens.check(token, mayAsk) }] };
}

class TokenChecker {
  readonly #options: KubernetesModeOptions;
  readonly #advice: string;
  readonly #recent: RecentAnswers<Principal>;
  readonly #underWay = new Map<string, Promise<Answer>>();

  constructor(options: KubernetesModeOptions, advice: string) {
    this.#options = options;
    this.#advice = advice;
    this.#recent = new RecentAnswers(options.clock, { maxAgeMs: MAX_AGE_MS, most: MOST_KEPT });
  }

  async check(token: string, mayAsk: () => boolean = () => true): Promise<Answer> {
    const known = this.#recent.find(token);
    if (known !== undefined) return ok(known);
    const underWay = this.#underWay.get(token);
    if (underWay !== undefined) return await underWay;
    if (!mayAsk()) return refuse(UNASKED);
    if (this.#underWay.size >= MOST_UNDER_WAY) {
      return refuse(unchecked("Too many tokens are being checked at this moment."));
    }
    const asked = this.#ask(token).finally(() => this.#underWay.delete(token));
    this.#underWay.set(token, asked);
    return await asked;
  }

  async #ask(token: string): Promise<Answer> {
    const { api, audiences, clock, logger } = this.#options;
    const atMs = clock.now();
    let user: TokenUser | undefined;
    try {
      user = await reviewToken(api, { token, audiences }, { timeoutMs: REVIEW_TIMEOUT_MS });
    } catch (err) {
      if (isUnavailable(err)) return refuse(unchecked("The cluster's API server does not answer."));
      logger.error(
        { err },
        "Tokens cannot be checked. Has the right been granted? kubectl apply -k deploy/token-review",
      );
      return refuse(unchecked("The cluster's API server refuses to check it."));
    }
    if (user === undefined) {
      return refuse(this.#unproven(`The bearer token has expired, or is not for ${audiences.join(" or ")}.`));
    }
    const principal = toPrincipal(user);
    if (!principal.ok) return refuse(this.#unproven(principal.error));
    this.#recent.keep(token, principal.value, atMs);
    return principal;
  }

  #unproven(why: string): Refusal {
    return { kind: "unproven", message: `${why} Nothing was changed. ${this.#advice}` };
  }
}

const UNASKED: Refusal = {
  kind: "unasked",
  message: "Too many tokens that are nobody's have come from the same address.",
};

function unchecked(why: string): Refusal {
  return {
    kind: "unchecked",
    message: `${why} So it is not known whose token it is. Nothing was changed. Try again in a moment.`,
  };
}

function toPrincipal({ username, uid, groups }: TokenUser): Result<Principal, string> {
  const named = parseNames(username, groups);
  if (!named.ok) return named;
  return ok({ issuer: KUBERNETES_ISSUER, subject: toSubject(uid === "" ? username : uid), ...named.value });
}
