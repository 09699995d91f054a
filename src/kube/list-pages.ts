import type { KubeApi, KubeList, KubeObject, ListOptions, Resource } from "./kube-api.ts";

export interface PagedList {
  readonly api: KubeApi;
  readonly resource: Resource;
  readonly selection: Pick<ListOptions, "namespace" | "labelSelector">;
  /** Objects a page. */
  readonly limit: number;
}

/** A whole collection, page by page. */
export async function* listPages({
  api,
  resource,
  selection,
  limit,
}: PagedList): AsyncGenerator<KubeList<KubeObject>, void, void> {
  let next: string | undefined;
  do {
    const page = await api.list(resource, { ...selection, limit, ...(next && { continue: next }) });
    yield page;
    next = page.metadata.continue;
  } while (next !== undefined && next !== "");
}
