import { HttpKubeApi } from "../kube/http-kube-api.ts";
import { describeKubeApiContract } from "../kube/kube-api.contract.ts";
import { fixedCredential } from "../kube/kube-connection.ts";
import { EmbeddedKube } from "./embedded-kube.ts";

async function connect() {
  const kube = new EmbeddedKube();
  const { url, caPem, token } = await kube.start();
  const api = new HttpKubeApi({ server: url, ca: caPem, credential: fixedCredential({ token }) });
  return {
    api,
    compact: async () => kube.compactHistory(),
    close: async () => {
      api.close();
      await kube.stop();
    },
  };
}

describeKubeApiContract("embedded", connect);
