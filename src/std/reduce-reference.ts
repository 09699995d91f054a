/** The name of a channel as Automatiko's variables have it: `#my-channel` is `_MY_CHANNEL`. */
export function reduceReference(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/gu, "_").toUpperCase();
}
