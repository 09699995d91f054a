import { HttpKubeApi } from "../kube/http-kube-api.ts";
import { type ContractSkip, describeKubeApiContract } from "../kube/kube-api.contract.ts";
import { fixedCredential } from "../kube/kube-connection.ts";
import { EmbeddedKube } from "./embedded-kube.ts";

const skip: readonly ContractSkip[] = [
  {
    reason: "built-in objects are checked for the types of their fields, not for their meaning",
    tests: [
      "a namespace's name is a DNS label",
      "an event is about an object of its own namespace",
      "a lease's time has six digits of a second, and its duration is above zero",
    ],
  },
  {
    reason: "refused with another code than the real server's",
    tests: [
      "an owner reference names an object by all four, and there is one controller",
      "a body of another kind is refused",
    ],
  },
  { reason: "unknown fields are dropped when applied", tests: ["what is applied is checked like any write"] },
  {
    reason: "reviews are not served",
    tests: [
      "a token that nobody gave out is nobody's",
      "system:masters may do everything, and a stranger nothing",
    ],
  },
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
