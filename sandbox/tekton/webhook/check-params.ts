import { typeOfParam, typeOfValue, type Param, type ParamSpec } from "../objects/param-value.ts";
import { checkEach, type Problem } from "./problem.ts";

/** Names that occur twice, each with its second place. */
export function checkUnique(names: readonly string[], path: string, what: string): readonly Problem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            path: `${path}[${index}].name`,
            message: `${what} names must be unique, "${name}" is there already`,
          },
        ],
  );
}

/** A parameter without a value, or with `null`, is refused (contract C19); names are unique, case counts (C20). */
export function checkGivenParams(params: readonly Param[] | undefined, path: string): readonly Problem[] {
  const valueless = checkEach(params, path, (param, paramPath) => {
    const value: unknown = param.value;
    return value === undefined || value === null
      ? [{ path: `${paramPath}.value`, message: "is missing" }]
      : [];
  });
  return [
    ...valueless,
    ...checkUnique(
      (params ?? []).map(({ name }) => name),
      path,
      "parameter",
    ),
  ];
}

/** Declarations: a known type, a default of that type, properties of an object. */
export function checkDeclaredParams(
  specs: readonly ParamSpec[] | undefined,
  path: string,
): readonly Problem[] {
  return [
    ...checkEach(specs, path, checkDeclaredParam),
    ...checkUnique(
      (specs ?? []).map(({ name }) => name),
      path,
      "parameter",
    ),
  ];
}

function checkDeclaredParam(spec: ParamSpec, path: string): readonly Problem[] {
  const type: string = typeOfParam(spec);
  if (!["string", "array", "object"].includes(type)) {
    return [{ path: `${path}.type`, message: `"${type}" is not a type; there are string, array and object` }];
  }
  if (spec.default !== undefined && typeOfValue(spec.default) !== type) {
    return [
      {
        path: `${path}.default`,
        message: `is of type ${typeOfValue(spec.default)}, but the type is ${type}`,
      },
    ];
  }
  return [];
}
