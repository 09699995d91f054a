// The contract that the embedded API is held against too, here on a kube-apiserver: it is the contract that is tested.
import { type ContractSkip, describeKubeApiContract } from "../../contract/kube/kube-api.contract.ts";
import { openCluster } from "../cluster-under-test.ts";

const { name, kube, control } = await openCluster();

const shared: readonly ContractSkip[] = [
  {
    reason: "the history of a cluster that is somebody else's is not ours to forget",
    tests: [
      "a page token of before a compaction is Expired, or still gives the rest",
      "a watch from before a compaction is Expired",
    ],
  },
];

async function compact(): Promise<void> {
  if (control === undefined) throw new Error("the history of this cluster cannot be compacted");
  await control.compactEtcd({});
}

describeKubeApiContract(name, async () => ({ api: kube, compact, close: async () => {} }), {
  skip: control === undefined ? shared : [],
});
