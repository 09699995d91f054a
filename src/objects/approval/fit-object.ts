// Whether an approval has room for all its votes, before it is opened: a vote that etcd refuses could never be cast.
import type { Stage } from "../../decision/request.ts";
import { ok, type Result } from "../../std/result.ts";
import { countStoredJson } from "../../std/stored-bytes.ts";
import { type ApprovalSpec, BOUNDS, type Cancellation, type RecordedVote } from "./approval-task.ts";
import type { CustomRun } from "../run/custom-run.ts";
import type { ParameterError } from "../parameters/parameter-error.ts";
import { refuseParameter } from "../parameters/read-value.ts";
import { MAX_JOINED, MAX_JOINED_BASE64 } from "../dialects/automatiko/results.ts";

/** What etcd takes of one object, in bytes (etcd documentation, "System limits"). */
const OBJECT_BYTES = 1_572_864;

/** Of an ApprovalTask: `managedFields`, and what others add to labels and annotations. */
const ROOM_BESIDE_APPROVAL = 64 * 1_024;
const APPROVAL_ROOM = OBJECT_BYTES - ROOM_BESIDE_APPROVAL;

/** Of a run: its annotations, of which the API server takes 256 KiB, and `managedFields`. Neither is read. */
const ROOM_BESIDE_RUN = 320 * 1_024;

/** What a request asks for, as far as it has a size. */
export interface SizedRequest {
  readonly asked: Partial<ApprovalSpec>;
  readonly stages: readonly Stage[];
  /** Of all attempts, at most. */
  readonly votes: number;
}

/**
 * Refuses a request whose ApprovalTask could not take its last vote with the longest comments there are, or whose run could
 * not take its results. Sizes are counted as stored (decision 0014).
 */
export function checkFit(run: CustomRun, request: SizedRequest): Result<void, ParameterError> {
  const { asked, votes } = request;
  const parameter = (asked.groups ?? []).length > 0 ? "groups" : "approvers";
  const approvalBytes = measureApproval(run, request);
  if (approvalBytes > APPROVAL_ROOM) {
    return refuseParameter(
      parameter,
      `asks for more than one object can hold: with ${votes} votes and their comments it could take ${approvalBytes} bytes, but there is room for ${APPROVAL_ROOM}. Name fewer, give shorter names and a shorter description, or ask for fewer votes or retries`,
    );
  }
  const runBytes = countStoredJson(run) + measureRunStatus(votes);
  const runRoom = OBJECT_BYTES - ROOM_BESIDE_RUN;
  if (runBytes > runRoom) {
    return refuseParameter(
      parameter,
      `leaves the run no room for its results: with them it could take ${runBytes} bytes, but there is room for ${runRoom}. Give the run shorter parameters and labels`,
    );
  }
  return ok(undefined);
}

/** How many bytes an ApprovalTask of this request leaves for notices, with the longest votes there are. */
export function measureRoom(run: CustomRun, request: SizedRequest): number {
  return APPROVAL_ROOM - measureApproval(run, request);
}

/** The most bytes that the ApprovalTask can come to, without what is in `ROOM_BESIDE_APPROVAL`. */
function measureApproval(run: CustomRun, { asked, stages, votes }: SizedRequest): number {
  // Tekton's labels come along, and `managedFields` names them again.
  const labels = 2 * countStoredJson(run.metadata.labels ?? {});
  const names = 8 * BOUNDS.name;
  const texts = 4 * BOUNDS.message + BOUNDS.url + CANCELLATION_BYTES + countStoredJson(EMPTY_STATUS);
  const described = countStoredJson(asked) + countStoredJson(stages);
  return labels + names + texts + described + votes * (measureVote(stages) + 1) + measureResults(votes);
}

/** Everything of a status that is always the same, at its longest. */
const TIME = "2026-11-24T10:00:00Z";
const CONDITION = {
  type: "Approved",
  status: "Unknown",
  reason: "PipelineRunFinished",
  lastTransitionTime: TIME,
};
const EMPTY_CANCELLATION: Cancellation = {
  by: "",
  issuer: "x".repeat(BOUNDS.issuer),
  subject: "x".repeat(BOUNDS.subject),
  reason: "",
  via: "web",
  operation: "x".repeat(BOUNDS.operation),
};
/** Of its texts: no character takes more than six bytes. */
const CANCELLATION_BYTES = BOUNDS.nameBytes + 6 * BOUNDS.cancelReason;
const EMPTY_STATUS = {
  status: "completed",
  message: "Approval task has been created and assigned",
  reason: CONDITION.reason,
  approvalUrl: "",
  waitingFor: "",
  conditions: [CONDITION, CONDITION],
  attempt: 256,
  startTime: TIME,
  deadline: TIME,
  completionTime: TIME,
  decision: { ...CONDITION, cancellation: EMPTY_CANCELLATION },
};

const EMPTY_VOTE: RecordedVote = {
  by: "",
  issuer: "x".repeat(BOUNDS.issuer),
  subject: "x".repeat(BOUNDS.subject),
  email: "",
  decision: "approve",
  comment: "",
  time: TIME,
  via: "link",
  digest: `sha256:${"0".repeat(64)}`,
  attempt: 256,
  stage: 2,
  assignees: [],
  operation: "x".repeat(BOUNDS.operation),
  signature: { keyId: "x".repeat(BOUNDS.keyId), value: "x".repeat(BOUNDS.signature) },
};

/**
 * The most bytes of one vote: name and address share the room of a name. Who is asked as a user may be asked by both, and
 * somebody's groups may be all there are.
 */
function measureVote(stages: readonly Stage[]): number {
  const assignees = stages[0]?.assignees ?? [];
  const groups = assignees.flatMap(({ kind }, position) => (kind === "group" ? [position] : []));
  const positions = groups.length > 0 ? groups : [assignees.length, assignees.length];
  return countStoredJson({ ...EMPTY_VOTE, assignees: positions }) + BOUNDS.nameBytes + BOUNDS.commentBytes;
}

/** What four bytes a character come to, of as many values as there are votes. */
function measureJoined(votes: number, characters: number): number {
  return 4 * Math.min(MAX_JOINED + 1, votes * (characters + 1));
}

/** The results that both objects have: comments, and who approved; one person at most rejected. */
function measureResults(votes: number): number {
  const harmless = 1_024;
  return measureJoined(votes, harmless) + measureJoined(votes, BOUNDS.name) + measureJoined(1, BOUNDS.name);
}

/** The most bytes of a run's status: its results, and what is left of attempts that failed. */
function measureRunStatus(votes: number): number {
  const encoded = 2 * (MAX_JOINED_BASE64 + 3);
  const attempts = votes * ATTEMPT_BYTES;
  return measureResults(votes) + encoded + attempts + BOUNDS.message;
}

/** An attempt that timed out: times, a sentence, and seven results that say nothing. */
const ATTEMPT_BYTES = 1_024;
