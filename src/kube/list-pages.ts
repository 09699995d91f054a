import type { KubeApi, KubeList, KubeObject, ListOptions, Resource } from "./kube-api.ts";

export interface PagedList {
  readonly api: KubeApi;
  readonly resource: Resource;
  readonly selection: Pick<ListOptions, "namespace" | "labelSelector" | "fieldSelector">;
  /** The most objects a page. */
  readonly limit: number;
}

/** Most objects take a few kilobytes, and an approval of many people hundreds: nobody knows before the first page. */
const FIRST_PAGE = 50;
const SMALLEST_PAGE = 10;
/** A page is held several times over while it is read: as bytes, as text, as objects. In characters. */
const PAGE_LENGTH = 1024 * 1024;

/** A whole collection, page by page; as many objects a page as make about a megabyte, by the page before. */
export async function* listPages({
  api,
  resource,
  selection,
  limit,
}: PagedList): AsyncGenerator<KubeList<KubeObject>, void, void> {
  let next: string | undefined;
  let most = Math.min(FIRST_PAGE, limit);
  do {
    const page = await api.list(resource, { ...selection, limit: most, ...(next && { continue: next }) });
    yield page;
    next = page.metadata.continue;
    most = Math.min(limit, countFor(page));
  } while (next !== undefined && next !== "");
}

function countFor({ items, length = 0 }: KubeList<KubeObject>): number {
  const each = Math.max(1, length) / Math.max(1, items.length);
  return Math.max(SMALLEST_PAGE, Math.floor(PAGE_LENGTH / each));
}
