import { isSecretName } from "./secret-names.ts";

/**
 * How a text gives a name to what follows: `--set password=x`, `--password x`, `"password": "x"`, `'Password: x'`,
 * `"name": "password", "value": "x"`, and the same in YAML.
 */
const ASSIGNMENTS = [
  /(?<![\w.-])-{0,2}(?<name>[A-Za-z_][\w.-]{0,79})[ \t]{0,4}=(?!=)[ \t]{0,4}["']?[^\s"'&;,]/gu,
  /(?<![\w.-])-{1,2}(?<name>[A-Za-z][\w.-]{0,79})\s{1,9}["']?[^\s"'-]/gu,
  /\\{0,3}["'](?<name>[\w .-]{1,80})\\{0,3}["']\s{0,9}:\s{0,9}\\{0,3}["']?[^\s"'\\,}]/gu,
  /["'](?<name>[\w-]{1,80}):[ \t]{0,9}[^\s"']/gu,
  /["'](?:name|key)\\{0,3}["']\s{0,9}:\s{0,9}\\{0,3}["'](?<name>[\w .-]{1,80})\\{0,3}["']\s{0,9},\s{0,9}\\{0,3}["']value\\{0,3}["']/gu,
  /\bname:[ \t]{1,9}["']?(?<name>[\w.-]{1,80})["']?[ \t]{0,9}\r?\n[ \t]{0,80}value:/gu,
] as const;

/** `password:x`, where the last word says so: `token-service:2` is an image. */
const TIGHT = /(?<![\w./-])(?<name>[A-Za-z_][\w.-]{0,79}):(?=[^\s/:])/gu;

/** What some programs take: `curl -u mary:x`, `sshpass -p x`, a line of `.netrc`, SQL. */
const COMMANDS =
  /(?<![\w-])(?:-u|--user)[ \t=]{1,9}[^\s:]{1,80}:\S|\bsshpass\s{1,9}-p|\blogin\s{1,9}\S{1,80}\s{1,9}password\s{1,9}\S|\b(?:identified by|password)\s{1,9}'[^']/iu;

/** `password: x` on a line of its own. Without more, `:` is no sign of it: "Fix the token: it expires" is a sentence. */
const LINE = /^[ \t]{0,80}(?:- )?["']?(?<name>[A-Za-z][\w.-]{0,79})["']?:[ \t]{1,9}(?<value>\S[^\r\n]*)$/gmu;

/** Nobody writes a sentence that begins so. */
const CERTAIN = /passw|passphrase|secret|apikey|api[_-]key/iu;

/** Of addresses that are signed. */
const SIGNATURE = /(?:^|[_-])(?:sig|signature|security[_-]?token)$/iu;

const FLAG_ALONE = /^-{1,2}(?<name>[A-Za-z][\w.-]{0,79})$/u;

/** Whether a text has a secret in it that it calls by its name. */
export function assignsSecret(text: string): boolean {
  if (COMMANDS.test(text)) return true;
  const isAssigned = ASSIGNMENTS.some((assignment) =>
    text.matchAll(assignment).some(({ groups }) => {
      const name = groups?.["name"] ?? "";
      return isSecretName(name) || SIGNATURE.test(name);
    }),
  );
  return isAssigned || isTight(text) || text.matchAll(LINE).some(({ groups }) => isSecretLine(groups ?? {}));
}

function isTight(text: string): boolean {
  return text.matchAll(TIGHT).some(({ groups }) => {
    const [last = ""] = /[A-Za-z]+$/u.exec(groups?.["name"] ?? "") ?? [];
    return isSecretName(last);
  });
}

function isSecretLine({ name = "", value = "" }: Readonly<Record<string, string>>): boolean {
  return isSecretName(name) && (CERTAIN.test(name) || !/\s/u.test(value.trim()));
}

/** `--password`: its value is the next argument. */
export function isSecretFlag(text: string): boolean {
  const name = FLAG_ALONE.exec(text)?.groups?.["name"];
  return name !== undefined && isSecretName(name);
}
