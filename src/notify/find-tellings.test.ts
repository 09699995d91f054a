import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { makeCreatedApproval } from "../../test/kit/make-approval.ts";
import { makeChannel } from "../../test/kit/make-channel.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import type { Telling } from "../objects/approval/notices/telling.ts";
import type { Channel, Recipient } from "./channel.ts";
import { createFindTellings } from "./find-tellings.ts";

function find(
  channels: readonly Channel[],
  params: Readonly<Record<string, unknown>> = {},
): readonly Telling[] {
  const approval = makeCreatedApproval(makeReferringRun({ approvers: ["mary", "john"], ...params }));
  return createFindTellings(channels)(approval);
}

const telling = (...recipients: readonly Recipient[]): Channel =>
  makeChannel({ findRecipients: () => recipients });

describe("whom channels tell", () => {
  test("is what they say, in their order", () => {
    const slack = makeChannel({ id: "slack/ops", tells: ["outcome"], findRecipients: () => [{}] });
    assert.deepEqual(find([makeChannel(), slack]), [
      { channel: "mail", recipient: "mary@example.com", assignees: [0], tells: ["request", "outcome"] },
      { channel: "mail", recipient: "john@example.com", assignees: [1], tells: ["request", "outcome"] },
      { channel: "slack/ops", tells: ["outcome"] },
    ]);
  });

  test("of a second step only where there is one", () => {
    const [first] = find([makeChannel()], { strategy: "FOUR_EYES" });
    assert.deepEqual(first?.tells, ["request", "secondStep", "outcome"]);
  });

  test("is each address once, for all whom it tells", () => {
    const shared = telling(
      { address: "ops@example.com", assignees: [1] },
      { address: "ops@example.com", assignees: [0, 1] },
    );
    assert.deepEqual(
      find([shared]).map(({ recipient, assignees }) => [recipient, assignees]),
      [["ops@example.com", [0, 1]]],
    );
    const all = telling({ address: "ops@example.com", assignees: [1] }, { address: "ops@example.com" });
    assert.ok(!("assignees" in (find([all])[0] ?? {})));
  });
});

describe("what a channel gets wrong", () => {
  test("is on the record: an address that is none, and a failure to look", () => {
    const faults = [
      telling({ address: "mary" }),
      telling({ address: `${"x".repeat(250)}@example.com` }),
      telling({ address: "ma\nry@example.com" }),
      makeChannel({
        findRecipients: () => {
          throw new Error("no directory");
        },
      }),
    ].map((channel) => find([channel])[0]?.fault);
    for (const fault of faults.slice(0, 3))
      assert.match(fault ?? "", /^Mail cannot be sent to this address/u);
    assert.match(faults[3] ?? "", /no directory/u);
  });
});

describe("a channel that a pipeline names", () => {
  const named = { notifyOnSlack: "releases", notifyOnTeams: "releases" };

  test("and nobody has set up says which setting is missing", () => {
    assert.deepEqual(find([], named), [
      {
        channel: "slack/releases",
        tells: ["request"],
        fault: "There is no channel slack/releases: add channels.slack.releases to the settings.",
        parameter: "notifyOnSlack",
      },
      {
        channel: "teams/releases",
        tells: ["request"],
        fault: "There is no channel teams/releases: add channels.teams.releases to the settings.",
        parameter: "notifyOnTeams",
      },
    ]);
  });

  test("is told by it, however the settings spell it", () => {
    const slack = makeChannel({ id: "slack/RELEASES", findRecipients: () => [{}] });
    assert.deepEqual(
      find([slack], { notifyOnSlack: "releases" }).map(({ channel }) => channel),
      ["slack/RELEASES"],
    );
  });

  test("is none when the parameter is blank, and is cut when its name is too long", () => {
    assert.deepEqual(find([], { notifyOnSlack: " " }), []);
    assert.equal(find([], { notifyOnSlack: "x".repeat(1_000) })[0]?.channel.length, 80);
  });
});
