import type { KubeObject, Resource } from "./kube-api.ts";

export const LEASES: Resource = {
  group: "coordination.k8s.io",
  version: "v1",
  plural: "leases",
  kind: "Lease",
  namespaced: true,
};

/** `coordination.k8s.io/v1 Lease`. Times are RFC 3339 with exactly six digits of a second. */
export interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/** Who wants to hold a lease, and for how long at a time. */
export interface LeaseClaim {
  readonly namespace: string;
  readonly name: string;
  readonly identity: string;
  readonly durationMs: number;
  readonly nowMs: number;
}

/** A Lease that nobody had before. */
export function createLease(claim: LeaseClaim): Lease {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { namespace: claim.namespace, name: claim.name },
    spec: { ...holdingSpec(claim), acquireTime: formatMicroTime(claim.nowMs), leaseTransitions: 0 },
  };
}

/** The Lease as it is to be written to take it, or to keep it; `metadata.resourceVersion` guards the write. */
export function claimLease(lease: Lease, claim: LeaseClaim): Lease {
  const transitions = lease.spec?.leaseTransitions ?? 0;
  if (holderOf(lease) === claim.identity) {
    return { ...lease, spec: { ...lease.spec, ...holdingSpec(claim) } };
  }
  return {
    ...lease,
    spec: {
      ...holdingSpec(claim),
      acquireTime: formatMicroTime(claim.nowMs),
      leaseTransitions: transitions + 1,
    },
  };
}

/** The Lease as it is to be written to let go of it: free at once, for whoever looks next. */
export function releaseLease(lease: Lease, nowMs: number): Lease {
  const spec = {
    ...lease.spec,
    holderIdentity: "",
    leaseDurationSeconds: 1,
    renewTime: formatMicroTime(nowMs),
  };
  return { ...lease, spec };
}

/** `undefined` when nobody holds it. */
export function holderOf({ spec }: Lease): string | undefined {
  return spec?.holderIdentity === "" ? undefined : spec?.holderIdentity;
}

function holdingSpec({ identity, durationMs, nowMs }: LeaseClaim): NonNullable<Lease["spec"]> {
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.max(1, Math.round(durationMs / 1000)),
    renewTime: formatMicroTime(nowMs),
  };
}

/** `2026-11-24T13:44:31.123000Z`: Kubernetes' `MicroTime` takes six digits and no fewer. */
function formatMicroTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace("Z", "000Z");
}
