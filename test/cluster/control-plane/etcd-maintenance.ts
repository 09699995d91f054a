import { request } from "undici";

/** Any key will do: the answer's header says which revision the whole store has. */
const ANY_KEY = Buffer.from("/").toString("base64");

async function callEtcd<T>(port: number, path: string, body: unknown): Promise<T> {
  const answer = await request(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`etcd answered ${path} with ${answer.statusCode}: ${text}`);
  return JSON.parse(text) as T;
}

/** Forgets every revision but the newest, over etcd's JSON gateway: older lists and watches are then 410 Gone. */
export async function compactEtcd(port: number): Promise<void> {
  const { header } = await callEtcd<{ header: { revision: string } }>(port, "/v3/kv/range", { key: ANY_KEY });
  await callEtcd(port, "/v3/kv/compaction", { revision: header.revision, physical: true });
}
