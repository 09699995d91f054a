/** Any object of the API, before its shape is known. */
export type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy with another name for a field, or a nested one; an old field that is absent changes nothing. */
function move(json: Json, from: string, put: (value: unknown, rest: Json) => Json): Json {
  if (!(from in json)) return json;
  const { [from]: value, ...rest } = json;
  return put(value, rest);
}

function asJson(value: unknown): Json {
  return isJson(value) ? value : {};
}

/**
 * A PipelineRun's spec written as `tekton.dev/v1beta1`, with the fields of v1: `timeout` is `timeouts.pipeline`,
 * `serviceAccountName` and `taskRunSpecs[].taskServiceAccountName` have moved. Fields that only v1beta1 has otherwise stay
 * and are refused as unknown.
 */
export function pipelineRunSpecFromV1beta1(spec: Json): Json {
  const withTimeouts = move(spec, "timeout", (pipeline, rest) => ({
    ...rest,
    timeouts: { pipeline, ...asJson(rest["timeouts"]) },
  }));
  const withTemplate = move(withTimeouts, "serviceAccountName", (serviceAccountName, rest) => ({
    ...rest,
    taskRunTemplate: { serviceAccountName, ...asJson(rest["taskRunTemplate"]) },
  }));
  const overrides = withTemplate["taskRunSpecs"];
  if (!Array.isArray(overrides)) return withTemplate;
  return { ...withTemplate, taskRunSpecs: overrides.map(overrideFromV1beta1) };
}

function overrideFromV1beta1(override: unknown): unknown {
  if (!isJson(override)) return override;
  return move(override, "taskServiceAccountName", (serviceAccountName, rest) => ({
    ...rest,
    serviceAccountName,
  }));
}
