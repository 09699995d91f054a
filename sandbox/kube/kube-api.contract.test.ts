import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import { describeKubeApiContract } from "../../test/contract/kube/kube-api.contract.ts";
import { fixedCredential } from "../../src/kube/kube-connection.ts";
import { ApiServer } from "./api-server.ts";
import { DirectKubeApi } from "./direct-kube-api.ts";
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

async function connectDirectly() {
  const server = new ApiServer();
  server.furnish();
  return {
    api: new DirectKubeApi(server),
    compact: async () => server.compactHistory(),
    close: async () => {},
  };
}

describeKubeApiContract("embedded", connect);
describeKubeApiContract("embedded, without a connection", connectDirectly);
