import type { ApprovalRef, Freshness } from "../../approvals/approvals.ts";
import type { SignIn } from "../../auth/authenticator.ts";
import type { EndedSession } from "../../auth/login.ts";
import type { Principal } from "../../auth/principal.ts";
import type { Times } from "../components/times.ts";

/** What a page knows besides its subject. */
export interface PageContext {
  readonly viewer: Principal | undefined;
  /** The session that is over, where nobody looks whose browser had one. */
  readonly ended: EndedSession | undefined;
  readonly signIn: SignIn;
  /** Set where a link alone says who looks: whether votes are taken by links. */
  readonly link: { readonly decides: boolean } | undefined;
  /** For the forms on the page. */
  readonly token: string;
  /** Random: what the form of this page sends is one vote, however often it is sent. */
  readonly operation: string;
  readonly times: Times;
  readonly freshness: Freshness;
  readonly clusterName: string | undefined;
  /** Where a pipeline run is shown; undefined when no page shows it. */
  readonly pipelineRunPath: ((pipelineRun: ApprovalRef) => string) | undefined;
}
