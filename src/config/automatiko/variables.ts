// Variables as Automatiko read them, by the rules of the framework that it was built on.

type Environment = Readonly<Record<string, string | undefined>>;

interface Variable {
  readonly name: string;
  readonly value: string;
}

/** The profiles that are on, in the order they are named; of two that say something, the later wins. */
export function listProfiles(environment: Environment): readonly string[] {
  return (environment["QUARKUS_PROFILE"] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The variable, or the form of it that is for one profile alone (`_WITHEMAIL_QUARKUS_…`). One that is empty is not set. */
export function findVariable(environment: Environment, name: string): Variable | undefined {
  const forms = listProfiles(environment).map((profile) => `_${profile.toUpperCase()}_${name}`);
  return [...forms.toReversed(), name]
    .map((form) => ({ name: form, value: environment[form]?.trim() ?? "" }))
    .find(({ value }) => value !== "");
}

/** Whether it says yes; undefined where it is not set. */
export function findSwitch(environment: Environment, name: string): boolean | undefined {
  const variable = findVariable(environment, name);
  return variable && /^(?:true|yes|y|on|1)$/iu.test(variable.value);
}
