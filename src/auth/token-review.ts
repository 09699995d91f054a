import type { CallOptions, KubeApi, KubeObject, Resource } from "../kube/kube-api.ts";

export const TOKEN_REVIEWS: Resource = {
  group: "authentication.k8s.io",
  version: "v1",
  plural: "tokenreviews",
  kind: "TokenReview",
  namespaced: false,
};

interface TokenReview extends KubeObject {
  readonly spec: { readonly token: string; readonly audiences: readonly string[] };
  readonly status?: {
    readonly authenticated?: boolean;
    readonly user?: Partial<TokenUser>;
    readonly audiences?: readonly string[];
  };
}

/** Whose token it is, as Kubernetes says it. */
export interface TokenUser {
  readonly username: string;
  /** Empty where the API server's authenticator knows none. */
  readonly uid: string;
  readonly groups: readonly string[];
}

/**
 * Asks the API server whose token it is. Undefined when it is nobody's, or for none of these audiences; an API server that
 * knows no audiences says so by naming none. Rejects as `KubeApi.create` does.
 */
export async function reviewToken(
  api: KubeApi,
  spec: TokenReview["spec"],
  options: CallOptions,
): Promise<TokenUser | undefined> {
  const { status } = await api.create<TokenReview>(
    TOKEN_REVIEWS,
    { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", metadata: { name: "" }, spec },
    options,
  );
  const { username = "", uid = "", groups = [] } = status?.user ?? {};
  const isForUs = status?.audiences?.some((audience) => spec.audiences.includes(audience)) === true;
  return status?.authenticated === true && isForUs && username !== "" ? { username, uid, groups } : undefined;
}
