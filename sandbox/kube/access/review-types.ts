/** A kind of object that is never stored: what is created is answered with a status. */
export interface ReviewType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function review(group: string, kind: string, namespaced = false): ReviewType {
  return { group: `${group}.k8s.io`, version: "v1", plural: `${kind.toLowerCase()}s`, kind, namespaced };
}

export const REVIEW_TYPES: readonly ReviewType[] = [
  review("authentication", "TokenReview"),
  review("authentication", "SelfSubjectReview"),
  review("authorization", "SubjectAccessReview"),
  review("authorization", "SelfSubjectAccessReview"),
  review("authorization", "LocalSubjectAccessReview", true),
];
