import { HttpKubeApi } from "../kube/http-kube-api.ts";
import { type ContractSkip, describeKubeApiContract } from "../kube/kube-api.contract.ts";
import { fixedCredential } from "../kube/kube-connection.ts";
import { EmbeddedKube } from "./embedded-kube.ts";

const skip: readonly ContractSkip[] = [
  {
    reason: "built-in objects are stored without a check of their fields",
    tests: [
      "a namespace's name is a DNS label",
      "a config map's values are texts",
      "an event is about an object of its own namespace",
      "a lease's time has six digits of a second, and its duration is above zero",
      "a definition without a structural schema is refused",
    ],
  },
  {
    reason: "owner references are not checked",
    tests: ["an owner reference names an object by all four, and there is one controller"],
  },
  { reason: "answered with 400 BadRequest", tests: ["a body of another kind is refused"] },
];

async function connect() {
  const kube = new EmbeddedKube();
  const { url, caPem, token } = await kube.start();
  const api = new HttpKubeApi({ server: url, ca: caPem, credential: fixedCredential({ token }) });
  return {
    api,
    compact: async () => kube.compactHistory(),
    close: async () => {
      await api.close();
      await kube.stop();
    },
  };
}

describeKubeApiContract("embedded", connect, { skip });
