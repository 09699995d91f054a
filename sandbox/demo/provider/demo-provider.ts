// A provider of OpenID Connect in this process, to try `--auth oidc` and to test on: with sample people, and without passwords.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";

import { closeServer } from "../close-server.ts";
import type { DemoPerson } from "./people.ts";
import { MemoryAdapter } from "./memory-adapter.ts";
import { renderConsent, renderNotice, renderPeople, renderSignOut } from "./render-pages.ts";

export const DEMO_CLIENT = "countersign";
export const DEMO_CLI_CLIENT = "countersign-cli";

export interface DemoProviderOptions {
  /** What its pages call it. */
  readonly title: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Looked up anew each time: tests change whom it knows. */
  readonly people: () => readonly DemoPerson[];
  /** Whether the ID token says all of somebody, as a program needs it; else the userinfo endpoint does. */
  readonly saysAll: boolean;
  /** Where Countersign is, and what the provider is called in its settings. */
  readonly client: { readonly baseUrls: readonly string[]; readonly id: string; readonly secret?: string };
}

export interface DemoProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

const INTERACTION = /^\/interaction\/(?<uid>[\w-]+)$/u;

/** Resolves when people can sign in. */
export async function startDemoProvider(options: DemoProviderOptions): Promise<DemoProvider> {
  const server = createServer();
  server.listen(options.port, options.host);
  await once(server, "listening");
  const issuer = `http://${options.host}:${(server.address() as AddressInfo).port}`;
  const provider = await createProvider(issuer, options);
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const isInteraction = INTERACTION.test(new URL(request.url ?? "/", issuer).pathname);
    if (!isInteraction) return void answer(request, response);
    interact(provider, options, request, response).catch(() => response.writeHead(500).end());
  });
  return { issuer, stop: () => closeServer(server) };
}

async function createProvider(issuer: string, options: DemoProviderOptions): Promise<Provider> {
  const { title, people, saysAll } = options;
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const provider = new Provider(issuer, {
    adapter: MemoryAdapter,
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig" }] },
    clients: listClients(options),
    claims: {
      openid: ["sub"],
      profile: ["name", "preferred_username"],
      email: ["email", "email_verified"],
      groups: ["groups"],
    },
    findAccount: (_ctx, id) => {
      const person = people().find((one) => one.id === id);
      return person && { accountId: id, claims: () => claimsOf(person) };
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          ctx.body = await renderSignOut(title, form);
        },
        postLogoutSuccessSource: async (ctx) => {
          ctx.body = await renderNotice(title, "You are signed out.");
        },
      },
    },
    renderError: async (ctx, out) => {
      ctx.type = "html";
      ctx.body = await renderNotice(title, `This does not work: ${out.error_description ?? out.error}.`);
    },
    conformIdTokenClaims: !saysAll,
    pkce: { required: () => true },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 2 * 86_400,
      Interaction: 3_600,
      Session: 86_400,
      Grant: 86_400,
    },
  });
  return provider;
}

function listClients({ client }: DemoProviderOptions) {
  const { baseUrls, id, secret } = client;
  const common = {
    redirect_uris: baseUrls.map((baseUrl) => `${baseUrl}/sign-in/${id}/callback`),
    post_logout_redirect_uris: baseUrls.map((baseUrl) => `${baseUrl}/signed-out`),
  };
  const authentication =
    secret === undefined
      ? ({ token_endpoint_auth_method: "none" } as const)
      : ({ token_endpoint_auth_method: "client_secret_basic", client_secret: secret } as const);
  return [
    { ...common, client_id: DEMO_CLIENT, client_name: "Countersign", ...authentication },
    { ...common, client_id: DEMO_CLI_CLIENT, token_endpoint_auth_method: "none" as const },
  ];
}

function claimsOf({ id, name, email, groups }: DemoPerson) {
  return { sub: id, name, preferred_username: name, email, email_verified: true, groups: [...groups] };
}

/** The pages on which people say who they are, and that we may know it. */
async function interact(
  provider: Provider,
  { title, people }: DemoProviderOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid, prompt, session, params, grantId } = await provider.interactionDetails(request, response);
  const action = `/interaction/${uid}`;
  if (request.method === "GET") {
    const name = people().find(({ id }) => id === session?.accountId)?.name ?? "";
    const page =
      prompt.name === "login" ? renderPeople(title, action, people()) : renderConsent(title, action, name);
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(await page);
    return;
  }
  const fields = new URLSearchParams(await text(request));
  if (fields.has("cancel")) {
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  if (prompt.name === "login") {
    const login = { accountId: fields.get("person") ?? "" };
    await provider.interactionFinished(request, response, { login });
    return;
  }
  const given = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant =
    given ?? new provider.Grant({ accountId: session?.accountId, clientId: String(params["client_id"]) });
  const { missingOIDCScope: scopes, missingOIDCClaims: claims } = prompt.details as {
    readonly missingOIDCScope?: string[];
    readonly missingOIDCClaims?: string[];
  };
  if (scopes !== undefined) grant.addOIDCScope(scopes.join(" "));
  if (claims !== undefined) grant.addOIDCClaims(claims);
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}
