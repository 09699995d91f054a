import { describeKubeApiContract } from "../../test/contract/kube/kube-api.contract.ts";
import { ApiServer } from "./api-server.ts";
import { DirectKubeApi } from "./direct-kube-api.ts";

async function connectDirectly() {
  const server = new ApiServer();
  server.furnish();
  return {
    api: new DirectKubeApi(server),
    compact: async () => server.compactHistory(),
    close: async () => {},
  };
}

describeKubeApiContract("embedded, without a connection", connectDirectly);
