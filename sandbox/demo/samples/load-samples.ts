import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { APPROVAL_KIND } from "../../../src/objects/approval/approval-task.ts";
import type { PipelineRun } from "../../tekton/objects/pipeline-run.ts";

/** A PipelineRun to start, which stands in a file of its own and can be created with `kubectl` as well. */
export interface Sample {
  readonly id: SampleId;
  readonly title: string;
  /** One sentence: who decides. */
  readonly description: string;
  /** Whom its approval names; one of the two is empty. */
  readonly approvers: readonly string[];
  readonly groups: readonly string[];
  /** Without a namespace, and with `generateName` in place of a name. */
  readonly pipelineRun: PipelineRun;
}

/** In the order in which they are shown; each is the name of a file. */
export const SAMPLE_IDS = [
  "single",
  "single-group",
  "single-timeout",
  "multi",
  "multi-group",
  "four-eyes",
  "quorum",
] as const;

export type SampleId = (typeof SAMPLE_IDS)[number];

/** Reads the samples that stand beside this file. */
export function loadSamples(): readonly Sample[] {
  return SAMPLE_IDS.map((id) => {
    const file = new URL(`${id}.yaml`, import.meta.url);
    const pipelineRun = parse(readFileSync(file, "utf8")) as PipelineRun;
    const { displayName = id, description = "" } = pipelineRun.spec.pipelineSpec ?? {};
    return {
      id,
      title: displayName,
      description,
      approvers: readNames(pipelineRun, "approvers"),
      groups: readNames(pipelineRun, "groups"),
      pipelineRun,
    };
  });
}

function readNames({ spec }: PipelineRun, parameter: string): readonly string[] {
  const approval = spec.pipelineSpec?.tasks?.find(({ taskRef }) => taskRef?.kind === APPROVAL_KIND);
  const value = approval?.params?.find(({ name }) => name === parameter)?.value;
  return Array.isArray(value) ? value : [];
}
