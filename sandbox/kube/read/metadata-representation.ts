import type { StoredObject } from "../storage/stored-object.ts";
import { describePage, type Representation } from "./representation.ts";

const META = "meta.k8s.io/v1";

function toPartial({ metadata }: StoredObject): object {
  return { kind: "PartialObjectMetadata", apiVersion: META, metadata };
}

/** Only `metadata` of each object, for clients that cache no more. */
export const metadataRepresentation: Representation = {
  key: "PartialObjectMetadata",
  encodeObject: (object) => JSON.stringify(toPartial(object)),
  encodeList: (page) =>
    JSON.stringify({
      kind: "PartialObjectMetadataList",
      apiVersion: META,
      metadata: describePage(page),
      items: page.objects.map(toPartial),
    }),
};
