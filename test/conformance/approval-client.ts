// What people's programs say to Countersign over HTTP.
import type { ApprovalDetail } from "../../src/approvals/approval-view.ts";
import { signIn } from "../kit/suite-auth.ts";

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A problem document, as far as tests look at it. */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
}

export interface Vote {
  readonly decision: "approve" | "reject";
  readonly comment?: string;
  readonly digest?: string;
  /** Sent as `Idempotency-Key`. */
  readonly operation?: string;
}

interface Question {
  readonly as: string;
  /** Absent: it only looks. */
  readonly post?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export class ApprovalClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async show(namespace: string, name: string): Promise<Answer<ApprovalDetail>> {
    return await this.#ask<ApprovalDetail>(namespace, name, { as: "reader" });
  }

  async vote(
    namespace: string,
    name: string,
    user: string,
    { operation, ...vote }: Vote,
  ): Promise<Answer<ApprovalDetail & Problem>> {
    const headers = operation === undefined ? {} : { "idempotency-key": operation };
    return await this.#ask(namespace, `${name}/votes`, { as: user, post: vote, headers });
  }

  async cancel(
    namespace: string,
    name: string,
    user: string,
    body: { readonly reason: string; readonly digest?: string },
  ): Promise<Answer<ApprovalDetail & Problem>> {
    return await this.#ask(namespace, `${name}/cancel`, { as: user, post: body });
  }

  async #ask<T>(namespace: string, path: string, { as, post, headers = {} }: Question): Promise<Answer<T>> {
    const signedIn = signIn(as);
    const answer = await fetch(`${this.url}/api/v1/approvals/${namespace}/${path}${signedIn.query}`, {
      ...(post === undefined ? {} : { method: "POST", body: JSON.stringify(post) }),
      headers: { ...signedIn.headers, ...headers, "content-type": "application/json" },
    });
    return { status: answer.status, body: (await answer.json()) as T };
  }
}
