import type { SuiteBug } from "./suite-bug.ts";

const VOTE_FORM = "src/web/pages/approval/render-vote-form.ts";

/** For the suites with kubectl, with a browser, and with kills. */
export const SURFACE_BUGS: readonly SuiteBug[] = [
  {
    suite: "kubectl",
    name: "tables lack the columns of the definition",
    on: "none",
    file: "sandbox/kube/read/table-representation.ts",
    find: "[NAME, ...version.columns.map(",
    replace: "[NAME, ...[].map(",
    caughtBy: {
      file: "test/kubectl/embedded-kube.test.ts",
      title: "kubectl creates, gets, describes, labels, patches and deletes a custom object",
    },
    says: /SIZE/u,
  },
  {
    suite: "kubectl",
    name: "SINGLE counts the answers that are needed, and not those that may come",
    on: "none",
    file: "src/decision/count-responses.ts",
    find: 'strategy !== "SINGLE"',
    replace: "true",
    caughtBy: {
      file: "test/kubectl/six-pipelines.test.ts",
      title: "cancelled with kubectl: the approval is closed, a later vote is refused",
    },
    says: /is labelled cancelled, 0_of_2/u,
  },
  {
    suite: "browser",
    name: "the comment has no label",
    on: "none",
    file: VOTE_FORM,
    find: '<label for="comment">Comment, optional</label>',
    replace: "<p>Comment, optional</p>",
    caughtBy: {
      file: "test/browser/pages.test.ts",
      within: 'the page "approval"',
      title: "has no fault that axe finds, at 390 px, light",
    },
    says: /label:/u,
  },
  {
    suite: "browser",
    name: "a vote cannot be sent without scripts",
    on: "none",
    file: VOTE_FORM,
    find: '<button class="yes" name="decision"',
    replace: '<button type="button" onclick="this.form.submit()" class="yes" name="decision"',
    caughtBy: {
      file: "test/browser/approver.test.ts",
      within: "an approver without scripts",
      title: "says who they are, finds what waits, reads it, approves it and sees the receipt",
    },
    says: /Your vote is recorded|Timeout/u,
  },
  {
    suite: "browser",
    name: "rows are replaced under a pressed pointer",
    on: "none",
    file: "src/web/assets/scripts/hands.js",
    find: "return pressed || ",
    replace: "return ",
    caughtBy: {
      file: "test/browser/live.test.ts",
      title: "changes nothing under a pressed pointer",
    },
    says: /the row has moved/u,
  },
  {
    suite: "browser",
    name: "a form comes by itself where a note stood",
    on: "none",
    file: "src/web/assets/scripts/vote.js",
    find: "!isForm(shown) && !isForm(fresh)",
    replace: "!isForm(shown)",
    caughtBy: {
      file: "test/browser/vote-place.test.ts",
      title: "comes to nobody by itself: it is said that there is one now",
    },
    says: /Timeout|Expected/u,
  },
  {
    suite: "kill",
    name: "a run's end and its results are two writes",
    on: "none",
    file: "src/controller/apply.ts",
    find: "cluster.runs.observe(await api.updateStatus(CUSTOM_RUNS, step.run));",
    replace:
      "const { results, ...half } = step.run.status ?? {};\n      const ended = await api.updateStatus(CUSTOM_RUNS, { ...step.run, status: half });\n      cluster.runs.observe(results === undefined ? ended : await api.updateStatus(CUSTOM_RUNS, { ...ended, status: { ...half, results } }));",
    caughtBy: { file: "rigs/kill/kill-test.ts", title: "single-4-applied" },
    says: /ended as \{"status":"True","reason":"Approved"\}/u,
  },
  {
    suite: "kill",
    name: "what was decided before it started is not looked at",
    on: "none",
    file: "src/controller/controller.ts",
    find: "for (const key of this.#unseen) queue.add(key);",
    replace: "",
    caughtBy: { file: "rigs/kill/kill-test.ts", title: "single-3-applied" },
    says: /is labelled/u,
  },
];
