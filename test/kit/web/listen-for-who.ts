import type { TestContext } from "node:test";

import type { AuthenticationRequest, Authenticators } from "../../../src/auth/authenticator.ts";
import type { Principal } from "../../../src/auth/principal.ts";
import type { HeaderLine } from "../header-attacks.ts";
import { sendRaw } from "../send-raw.ts";
import { startTestServer } from "./start-test-server.ts";

export interface WhoAnswer {
  readonly status: number;
  readonly body: string;
  /** As authenticators told it; undefined when they were not asked, or refused; `nobody` is an answer. */
  readonly who: Who | undefined;
  /** Of each request, where there are several. */
  readonly all: readonly Who[];
}

export type Who = Principal | "nobody";

/** A listener, and who its authenticators say that each request is from. */
export async function listenForWho(t: TestContext, mode: Authenticators) {
  let all: Who[] = [];
  const { server } = startTestServer([], {
    authenticators: {
      pages: {
        ...mode.pages,
        authenticate: async (request: AuthenticationRequest) => {
          const answer = await mode.pages.authenticate(request);
          if (answer.ok) all.push(answer.value.principal ?? "nobody");
          return answer;
        },
      },
      api: {
        ...mode.api,
        authenticate: async (request: AuthenticationRequest) => {
          const answer = await mode.api.authenticate(request);
          if (answer.ok) all.push(answer.value ?? "nobody");
          return answer;
        },
      },
    },
  });
  const listening = await server.listen({ host: "127.0.0.1", port: 0 });
  t.after(() => listening.close());
  return async (target: string, lines: readonly HeaderLine[], body = ""): Promise<WhoAnswer> => {
    all = [];
    const head = [["Host", "localhost"], ...lines]
      .map(([name = "", value = ""]) => `${name}: ${value}\r\n`)
      .join("");
    const method = body === "" ? "GET" : "POST";
    const answer = await sendRaw(listening.port, `${method} ${target} HTTP/1.1\r\n${head}\r\n${body}`);
    return { status: Number(answer.slice(9, 12)), body: answer, who: all.at(-1), all };
  };
}
