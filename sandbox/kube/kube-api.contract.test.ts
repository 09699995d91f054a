import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import { describeKubeApiContract } from "../../test/contract/kube/kube-api.contract.ts";
import { fixedCredential } from "../../src/kube/kube-connection.ts";
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
