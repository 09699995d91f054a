const wordsOf = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** That stand for a secret as a whole word of a name, as in `db-pass` and `signing key`. */
const WORDS = wordsOf(
  "key keys pass pw pwd psk pin otp totp pat cred creds jwt bearer cookie cookies webhook " +
    "webhooks mnemonic htpasswd netrc npmrc kubeconfig dockerconfigjson",
);

/** Words that end as `dbpass` does. */
const NO_PASSWORDS = /^(?:by|com|encom|multi|over|sur|tres|under)pass$/u;

/** At the end of a word, or of the name with its words joined: `dbpassword`, `pass-word`, `apikey`. */
const ENDINGS =
  /(?:pass(?:w|wd|word|wort|phrase|code|key)?|kennwort|contrasena|motdepasse|credential|authorization|(?:api|app|access|account|admin|auth|client|consumer|crypt|deploy|encryption|gpg|host|license|master|pgp|private|service|shared|signing|ssh|storage)key)s?$/u;

/** Anywhere: nothing else is called so. */
const PARTS =
  /secret(?!ar[iy])|token(?!i[sz])|passw[o0]r[dt]|passwd|passphrase|credential|apikey|privatekey|accesskey/u;

/** After a secret's name: what it is called, where it lies, how it is made. */
const ABOUT = wordsOf(
  "name names ref refs file files path paths dir mount namespace ttl expiry lifetime length size " +
    "bits count limit type algorithm policy enabled required rotation scan version",
);

/** Before it: how many there may be. */
const NUMBERED = new Set(["max", "min", "num"]);

/** A name is looked at this far; nobody calls anything longer. */
const LONGEST = 512;

/** Digits and signs that are written in place of letters. */
const WRITTEN_FOR: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  $: "s",
  "@": "a",
};

/** Whether the name says that its value is a secret: a password, token, secret, key or credential, in any spelling. */
export function isSecretName(name: string): boolean {
  const plain = name
    .slice(0, LONGEST)
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, "");
  const words = splitWords(plain);
  if (words.length > 1 && (ABOUT.has(words.at(-1) ?? "") || NUMBERED.has(words[0] ?? ""))) return false;
  const spelled = plain.toLowerCase().replaceAll(/[01345$@]/gu, (sign) => WRITTEN_FOR[sign] ?? sign);
  return words.at(-1) === "auth" || [...words, words.join(""), spelled].some(isSecretWord);
}

function isSecretWord(word: string): boolean {
  return WORDS.has(word) || PARTS.test(word) || (ENDINGS.test(word) && !NO_PASSWORDS.test(word));
}

/** `db`, `api`, `key` of `DB_apiKey2`: in lower case, without digits and marks between the words. */
function splitWords(plain: string): readonly string[] {
  return plain
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, " ")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
}
