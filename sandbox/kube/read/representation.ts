import { type ResourceType, type ServedVersion, apiVersionOf } from "../types/resource-type.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import type { ListPage } from "./list-objects.ts";

/** How objects are written into an answer: as they are, as a table, or as metadata alone. */
export interface Representation {
  /** Tells representations of one type apart, so that encoded bytes can be shared; absent when they may not be. */
  readonly key: string | undefined;
  encodeObject(object: StoredObject): string;
  encodeList(page: ListPage): string;
}

/** Objects as they are, in one version of their type. */
export function representAsIs(type: ResourceType, version: ServedVersion): Representation {
  const apiVersion = apiVersionOf(type.group, version.name);
  return {
    key: apiVersion,
    encodeObject: (object) => object.serialize(apiVersion),
    encodeList: (page) => {
      const head = JSON.stringify({
        kind: type.listKind,
        apiVersion,
        metadata: describeList(type, page),
      }).slice(0, -1);
      return `${head},"items":[${page.objects.map((object) => object.serialize(apiVersion)).join(",")}]}`;
    },
  };
}

/** Lists of custom objects say so when there is no further page. */
function describeList({ custom }: ResourceType, page: ListPage): object {
  return custom ? { continue: "", ...describePage(page) } : describePage(page);
}

/** `metadata` of a list. */
export function describePage({ revision, continue: token, remainingItemCount }: ListPage): object {
  return {
    resourceVersion: String(revision),
    ...(token === undefined ? {} : { continue: token }),
    ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
  };
}
