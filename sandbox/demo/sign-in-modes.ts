/** Apart from what they need, so that help and mistakes answer at once. */
export const DEMO_AUTH = ["open", "oidc"] as const;
export type DemoAuth = (typeof DEMO_AUTH)[number];
