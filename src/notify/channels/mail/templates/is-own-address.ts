/** Whether a link stays with us: an http or https address of the same origin as the approval's page. */
export function isOwnAddress(address: string, pageUrl: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(pageUrl) || address !== address.trim()) return false;
  const { protocol, origin, username } = new URL(address);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && origin === new URL(pageUrl).origin && username === "";
}
