import type { Clock } from "../../../src/std/clock.ts";
import { badRequest } from "../api-error.ts";
import { metadataRepresentation } from "../read/metadata-representation.ts";
import { type Representation, representAsIs } from "../read/representation.ts";
import { type IncludedObject, representAsTable } from "../read/table-representation.ts";
import type { ServedType } from "../types/type-registry.ts";

interface RepresentationRequest extends ServedType {
  readonly accept: string;
  readonly query: URLSearchParams;
  readonly clock: Clock;
}

/** Chooses by `Accept`: the first media type that is offered; plain JSON when none is. */
export function chooseRepresentation({
  type,
  version,
  accept,
  query,
  clock,
}: RepresentationRequest): Representation {
  for (const range of accept.split(",")) {
    const parameters = new Set(range.split(";").map((part) => part.trim()));
    if (!parameters.has("application/json")) continue;
    if (parameters.has("as=Table")) {
      return representAsTable({ type, version, included: readIncluded(query), clock });
    }
    if (parameters.has("as=PartialObjectMetadata") || parameters.has("as=PartialObjectMetadataList")) {
      return metadataRepresentation;
    }
    break;
  }
  return representAsIs(type, version);
}

function readIncluded(query: URLSearchParams): IncludedObject {
  const included = query.get("includeObject") ?? "Metadata";
  if (included === "None" || included === "Metadata" || included === "Object") return included;
  throw badRequest(`unrecognized includeObject value: ${included}`);
}
