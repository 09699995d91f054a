// A pod as Tekton makes it, as far as the kubelet reads it. Kubernetes API reference, `core/v1 Pod`.
import type { KubeObject, Resource } from "../../../src/kube/kube-api.ts";

export const PODS: Resource = { group: "", version: "v1", plural: "pods", kind: "Pod", namespaced: true };

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly workingDir?: string;
  readonly volumeMounts?: readonly VolumeMount[];
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: unknown;
  readonly downwardAPI?: unknown;
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

export interface Pod extends KubeObject {
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly Volume[];
  };
  readonly status?: { readonly phase?: string };
}

/** Of the container's name, before the step's. */
export const STEP_PREFIX = "step-";

export function isStep({ name }: Container): boolean {
  return name.startsWith(STEP_PREFIX);
}
