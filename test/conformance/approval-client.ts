// What people's programs say to Countersign over HTTP.
import type { ApprovalDetail } from "../../src/approvals/approval-view.ts";

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

export class ApprovalClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async show(namespace: string, name: string): Promise<Answer<ApprovalDetail>> {
    return await this.#ask<ApprovalDetail>(`/api/v1/approvals/${namespace}/${name}`, {});
  }

  async vote(
    namespace: string,
    name: string,
    user: string,
    { operation, ...vote }: Vote,
  ): Promise<Answer<ApprovalDetail & Problem>> {
    const path = `/api/v1/approvals/${namespace}/${name}/votes?user=${encodeURIComponent(user)}`;
    return await this.#ask<ApprovalDetail & Problem>(path, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(operation === undefined ? {} : { "idempotency-key": operation }),
      },
      body: JSON.stringify(vote),
    });
  }

  async cancel(
    namespace: string,
    name: string,
    user: string,
    body: { readonly reason: string; readonly digest?: string },
  ): Promise<Answer<ApprovalDetail & Problem>> {
    const path = `/api/v1/approvals/${namespace}/${name}/cancel?user=${encodeURIComponent(user)}`;
    return await this.#ask<ApprovalDetail & Problem>(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  async #ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    const answer = await fetch(`${this.url}${path}`, init);
    return { status: answer.status, body: (await answer.json()) as T };
  }
}
