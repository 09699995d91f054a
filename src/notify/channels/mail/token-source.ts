import type { BoundedFetch } from "../../../net/bounded-fetch.ts";
import type { Clock } from "../../../std/clock.ts";

/** `channels.mail.oauth2` of the settings. */
export interface TokenSettings {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecretFile?: string | undefined;
  readonly refreshTokenFile?: string | undefined;
  readonly scope?: string | undefined;
}

interface TokenSourceOptions {
  readonly settings: TokenSettings;
  readonly secretOf: (path: string) => string;
  readonly fetch: BoundedFetch;
  readonly clock: Clock;
}

interface Token {
  readonly value: string;
  readonly endsAtMs: number;
  /** What it was asked for with; another file makes another token. */
  readonly askedWith: string;
}

/** A token is not used in its last minute: the clocks differ, and a login takes its time. */
const EARLY_MS = 60_000;
/** Of a provider that does not say how long a token lasts (RFC 6749 §5.1 lets it). */
const USUAL_S = 300;

/** Access tokens for the mail server, each kept until it ends. */
export class TokenSource {
  readonly #options: TokenSourceOptions;
  #token: Token | undefined;
  #asking: Promise<Token> | undefined;
  /** Some providers give another refresh token with each access token; it is good for as long as the file's is the same. */
  #rotated: { readonly from: string; readonly refreshToken: string } | undefined;

  constructor(options: TokenSourceOptions) {
    this.#options = options;
  }

  /** @param renew the server did not take the last one. Rejects with a sentence without secrets. */
  async get(renew: boolean): Promise<string> {
    const kept = this.#token;
    const isGood =
      kept !== undefined &&
      !renew &&
      kept.askedWith === this.version &&
      this.#options.clock.now() < kept.endsAtMs - EARLY_MS;
    if (isGood) return kept.value;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    this.#token = await this.#asking;
    return this.#token.value;
  }

  /** The next one asks anew. */
  forget(): void {
    this.#token = undefined;
  }

  /** Differs when one of the files does. */
  get version(): string {
    const { settings, secretOf } = this.#options;
    return [settings.clientSecretFile, settings.refreshTokenFile]
      .map((path) => (path === undefined ? "" : secretOf(path)))
      .join("\0");
  }

  async #ask(): Promise<Token> {
    const { settings, clock } = this.#options;
    const askedWith = this.version;
    const askedAtMs = clock.now();
    const { status, answer } = await this.#post();
    const { access_token: value, expires_in: lifetimeS, refresh_token: rotated } = answer;
    if (status !== 200 || typeof value !== "string" || value === "") {
      // The next try begins with what the file says.
      this.#rotated = undefined;
      throw new Error(`${hostOf(settings)} gave no token: ${status}${describeError(answer)}`);
    }
    if (typeof rotated === "string" && rotated !== "")
      this.#rotated = { from: askedWith, refreshToken: rotated };
    const seconds = typeof lifetimeS === "number" ? lifetimeS : USUAL_S;
    return { value, askedWith, endsAtMs: askedAtMs + seconds * 1_000 };
  }

  async #post(): Promise<{ readonly status: number; readonly answer: Readonly<Record<string, unknown>> }> {
    const { settings, fetch } = this.#options;
    const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
    try {
      const response = await fetch(settings.tokenUrl, { method: "POST", headers, body: this.#toForm() });
      return { status: response.status, answer: parseAnswer(await response.text()) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${hostOf(settings)} gave no token: ${why}`, { cause: error });
    }
  }

  #toForm(): URLSearchParams {
    const { settings, secretOf } = this.#options;
    const { clientId, clientSecretFile, refreshTokenFile, scope } = settings;
    const rotated = this.#rotated?.from === this.version ? this.#rotated.refreshToken : undefined;
    return new URLSearchParams({
      client_id: clientId,
      ...(clientSecretFile !== undefined && { client_secret: secretOf(clientSecretFile) }),
      ...(refreshTokenFile === undefined
        ? { grant_type: "client_credentials" }
        : { grant_type: "refresh_token", refresh_token: rotated ?? secretOf(refreshTokenFile) }),
      ...(scope !== undefined && { scope }),
    });
  }
}

function hostOf({ tokenUrl }: TokenSettings): string {
  return new URL(tokenUrl).host;
}

function parseAnswer(text: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null ? { ...answer } : {};
  } catch {
    return {};
  }
}

/** The error's code alone (RFC 6749 §5.2): what else is said may have a token in it. */
function describeError({ error }: Readonly<Record<string, unknown>>): string {
  return typeof error === "string" && /^[a-z_]{1,40}$/u.test(error) ? ` ${error}` : "";
}
