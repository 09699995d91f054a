// An OpenID provider with a few people, who sign in by a click: whom the cookie `person` names.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { TestContext } from "node:test";

import { type Configuration, Provider } from "oidc-provider";

interface Person {
  readonly email: string;
  readonly groups?: readonly string[];
}

/** By the name that they are asked by. */
export const PEOPLE: Readonly<Record<string, Person>> = {
  mary: { email: "mary@example.com", groups: ["dev", "ops"] },
  peter: { email: "peter@example.com" },
};

export const CLIENT = { id: "oauth2-proxy", secret: "not-much-of-a-secret" };

const LIFETIME_S = 3600;

/** @param redirectUris where the proxy takes up again. */
export async function startProvider(
  t: TestContext,
  { port, redirectUris }: { readonly port: number; readonly redirectUris: readonly string[] },
): Promise<string> {
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, configure(redirectUris));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/sign-in/") === true) void signIn(provider, request, response);
    else void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  t.after(() => server.close());
  return issuer;
}

function configure(redirectUris: readonly string[]): Configuration {
  return {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [...redirectUris] }],
    claims: {
      openid: ["sub"],
      profile: ["preferred_username"],
      email: ["email", "email_verified"],
      groups: ["groups"],
    },
    // Into the ID token, as a proxy reads no other.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
    ttl: {
      IdToken: LIFETIME_S,
      AccessToken: LIFETIME_S,
      Session: LIFETIME_S,
      Grant: LIFETIME_S,
      Interaction: LIFETIME_S,
    },
    cookies: { keys: ["one of a test"] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => claimsOf(sub) }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        accountId: oidc.session?.accountId,
        clientId: oidc.client?.clientId,
      });
      grant.addOIDCScope("openid profile email groups");
      await grant.save();
      return grant;
    },
  };
}

function claimsOf(sub: string) {
  const { email = "", groups } = PEOPLE[sub] ?? {};
  return { sub, preferred_username: sub, email, email_verified: true, ...(groups && { groups }) };
}

async function signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const accountId = /\bperson=(?<name>\w+)/u.exec(request.headers.cookie ?? "")?.groups?.["name"] ?? "";
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId } },
    { mergeWithLastSubmission: false },
  );
}
