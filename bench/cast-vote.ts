/** Approves as mary, over HTTP as a script would. Throws when the vote is not recorded. */
export async function castVote(url: string, namespace: string, name: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/approvals/${namespace}/${name}/votes?user=mary`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ decision: "approve", comment: "bench" }),
  });
  const body = await answer.text();
  if (answer.status !== 201) throw new Error(`the vote on ${name} was answered ${answer.status}: ${body}`);
}
