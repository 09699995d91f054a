import type { ApprovalView } from "../../approvals/approval-view.ts";

type Counted = Pick<ApprovalView, "strategy" | "responses" | "assignees" | "stage" | "votes">;

/** `Single, any one decides`, `Multi, 2 of 3`, `Four eyes, 1 of 2`, `Any 2, 1 of 2`: for a list. */
export function describeProgress({ strategy, responses }: Counted): string {
  const count = `${responses.received} of ${responses.required}`;
  switch (strategy) {
    case "SINGLE":
      return "Single, any one decides";
    case "MULTI":
      return `Multi, ${count}`;
    case "FOUR_EYES":
      return `Four eyes, ${count}`;
    case "QUORUM":
      return `Any ${responses.required}, ${count}`;
  }
}

/** What has to happen, in a sentence: beside the people. */
export function describeRule({ strategy, responses }: Counted): string {
  switch (strategy) {
    case "SINGLE":
      return "Single: any one of them decides.";
    case "MULTI":
      return "Multi: each of them has to approve; one rejection rejects.";
    case "FOUR_EYES":
      return "Four eyes: two different people approve, one after the other; one rejection rejects.";
    case "QUORUM":
      return `Quorum: ${responses.required} different people have to approve; one rejection rejects.`;
  }
}

/** `any one vote decides`, `second stage of four eyes`: under the names of those it waits for. */
export function describeNext({ strategy, responses, stage }: Counted): string {
  const missing = responses.required - responses.received;
  switch (strategy) {
    case "SINGLE":
      return "any one vote decides";
    case "MULTI":
      return missing === 1 ? "one more vote is needed" : `${missing} more votes are needed`;
    case "FOUR_EYES":
      return stage === 1 ? "four eyes, first stage" : "four eyes, second stage";
    case "QUORUM":
      return missing === 1 ? "one more vote is needed" : `${missing} more votes are needed`;
  }
}
