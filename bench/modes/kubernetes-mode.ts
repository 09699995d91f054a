import { makeAccount, requestToken } from "../../test/kit/request-token.ts";
import { callApi } from "./caller.ts";
import { closeNothing, type MeasuredMode } from "./measured-mode.ts";

const ACCOUNT = "bench-robot";
const AUDIENCE = "countersign";

/** A program, whose token the API server has vouched for a moment ago. */
export const KUBERNETES: MeasuredMode = {
  name: "kubernetes",
  looksAt: "API",
  nameApprover: (namespace) => `system:serviceaccount:${namespace}:${ACCOUNT}`,
  open: async ({ cluster, ...place }) => ({
    auth: { modes: ["kubernetes"], kubernetes: { audiences: [AUDIENCE], accessReview: false } },
    signIn: async () => {
      const account = { namespace: place.namespace, name: ACCOUNT };
      await makeAccount(cluster.connection, account);
      const token = await requestToken(cluster.connection, account, [AUDIENCE]);
      return callApi(place, { headers: { authorization: `Bearer ${token}` } });
    },
    close: closeNothing,
  }),
};
