// Who may see, cancel and administer approvals, as the settings say it. Who may vote is no setting: whom the request asks.
import type { Assignee } from "../../decision/assignee.ts";
import { matchesPattern } from "../../std/match-pattern.ts";

/** By name and by group, compared as those who are asked are; nobody when empty. */
export type People = readonly Assignee[];

interface ViewRule {
  readonly people: People;
  /** Absent: every namespace. */
  readonly isOpen?: (namespace: string) => boolean;
}

export interface AccessRules {
  /** `everybody`: with a name or without. `named`: whoever has a name. Else whom one of the rules names. */
  readonly view: "everybody" | "named" | readonly ViewRule[];
  /** Beside admins. */
  readonly cancel: "named" | People;
  /** They see and cancel everything, and vote no more than others. */
  readonly admins: People;
}

interface NamedPeople {
  readonly users?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** The group `access` of the configuration file. */
export interface AccessSettings {
  readonly admins?: NamedPeople | undefined;
  readonly cancel?: NamedPeople | undefined;
  readonly view?:
    | readonly (NamedPeople & { readonly namespaces?: readonly string[] | undefined })[]
    | undefined;
}

/** Where names prove nothing, nobody can be kept from seeing; who may end an approval is still a matter of names. */
export function readAccess(
  { admins, cancel, view }: AccessSettings,
  { namesProve }: { readonly namesProve: boolean },
): AccessRules {
  return {
    view: namesProve ? (view?.map(readViewRule) ?? "named") : "everybody",
    // Whoever could reject under any name may as well cancel.
    cancel: cancel === undefined && !namesProve ? "named" : listPeople(cancel),
    admins: listPeople(admins),
  };
}

/** The groups that any of the rules gives something to. */
export function listGroups({ view, cancel, admins }: AccessRules): readonly string[] {
  const viewers = typeof view === "string" ? [] : view.flatMap(({ people }) => people);
  const cancellers = typeof cancel === "string" ? [] : cancel;
  return [...viewers, ...cancellers, ...admins]
    .filter(({ kind }) => kind === "group")
    .map(({ name }) => name);
}

function readViewRule({ namespaces, ...people }: NonNullable<AccessSettings["view"]>[number]): ViewRule {
  const named = { people: listPeople(people) };
  if (namespaces === undefined) return named;
  return { ...named, isOpen: (name) => namespaces.some((pattern) => matchesPattern(pattern, name)) };
}

function listPeople({ users = [], groups = [] }: NamedPeople = {}): People {
  return [
    ...users.map((name) => ({ kind: "user", name }) as const),
    ...groups.map((name) => ({ kind: "group", name }) as const),
  ];
}
