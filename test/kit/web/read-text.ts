/** What people read of an answer: without tags, runs of blanks as one. */
export async function readText(response: Response): Promise<string> {
  return (await response.text())
    .replaceAll(/<[^>]*>/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
