import type { KubeApi, KubeObject } from "../kube/kube-api.ts";
import { KubeError } from "../kube/kube-error.ts";
import { ADMISSION_BINDINGS } from "../objects/resources.ts";
import type { Logger } from "../std/logger.ts";

/** What deploy/admission calls it. */
const NAME = "countersign";
const FORBIDDEN = 403;
const NOT_FOUND = 404;

interface AdmissionBinding extends KubeObject {
  readonly spec?: { readonly validationActions?: readonly string[] };
}

/**
 * Says once, in the log, what is open when the policy of deploy/admission is not in force. It is optional, so nothing waits
 * for it and nothing is tried again; the right to look comes with it, so whoever may not look has not got it.
 */
export async function warnWithoutAdmission({ api, logger }: { api: KubeApi; logger: Logger }): Promise<void> {
  let missing: string | undefined;
  try {
    missing = explainMissing(await api.get<AdmissionBinding>(ADMISSION_BINDINGS, { name: NAME }));
  } catch (err) {
    missing = explainRefusal(err);
    if (missing === undefined)
      logger.debug({ err }, "It is not known whether deploy/admission is installed.");
  }
  if (missing === undefined) return;
  logger.warn(
    { validatingAdmissionPolicyBinding: NAME },
    `The ValidatingAdmissionPolicyBinding ${NAME} ${missing}: whoever may create CustomRuns can get past any approval, and ` +
      "whoever may write approvaltasks/status can vote for others. To close both: kubectl apply -k deploy/admission; see docs/guide/security.md.",
  );
}

function explainRefusal(error: unknown): string | undefined {
  const code = error instanceof KubeError ? error.status.code : undefined;
  if (code === FORBIDDEN) return "may not be read";
  return code === NOT_FOUND ? "does not exist" : undefined;
}

function explainMissing({ spec }: AdmissionBinding): string | undefined {
  return spec?.validationActions?.includes("Deny") === true ? undefined : "denies nothing";
}
