import { parse } from "yaml";
import { badRequest, unsupportedMediaType } from "../api-error.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";
import { readProtobuf } from "../protobuf/read-protobuf.ts";

/** Reads a body as JSON, YAML or protobuf by its media type; throws 400 when it cannot be read, 415 for another type. */
export function readBody(body: Buffer, contentType: string): unknown {
  const [type = ""] = contentType.split(";");
  switch (type.trim()) {
    case "":
    case "application/json":
    case "application/json-patch+json":
    case "application/merge-patch+json":
    case "application/strategic-merge-patch+json":
      return readJson(body.toString());
    case "application/yaml":
    case "application/apply-patch+yaml":
      return readYaml(body.toString());
    case "application/vnd.kubernetes.protobuf":
      return readProtobuf(body);
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf`,
      );
  }
}

/** Reads a body that must be an object. */
export function readObjectBody(body: Buffer, contentType: string): JsonObject {
  const value = readBody(body, contentType);
  if (!isJsonObject(value)) throw badRequest("the body of the request is not an object");
  return value;
}

/** A key that JavaScript takes for an object's prototype; no Kubernetes object has it. */
const PROTOTYPE_KEY = /"__proto__"\s*:/u;

function readJson(text: string): unknown {
  if (PROTOTYPE_KEY.test(text)) throw badRequest('the body has a field "__proto__", which is not supported');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body of the request cannot be read as JSON: ${String(error)}`);
  }
}

function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw badRequest(`the body of the request cannot be read as YAML: ${String(error)}`);
  }
}
