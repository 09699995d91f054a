import { ACCESS_BUGS } from "./access-bugs.ts";
import { APPROVAL_BUGS } from "./approval-bugs.ts";
import { CONFIG_BUGS } from "./config-bugs.ts";
import { ENGINE_BUGS } from "./engine-bugs.ts";
import { CONTROLLER_BUGS } from "./controller-bugs.ts";
import { HOOK_BUGS } from "./hook-bugs.ts";
import { KUBE_BUGS } from "./kube-bugs.ts";
import { PROXY_BUGS } from "./proxy-bugs.ts";
import { WEB_BUGS } from "./web-bugs.ts";
import { MAIL_BUGS } from "./mail-bugs.ts";
import { OIDC_BUGS } from "./oidc-bugs.ts";
import { LIMIT_BUGS } from "./limit-bugs.ts";
import { LINK_BUGS } from "./link-bugs.ts";
import { NOTICE_BUGS } from "./notice-bugs.ts";
import { PAGE_BUGS } from "./page-bugs.ts";
import { PEOPLE_BUGS } from "./people-bugs.ts";
import { TEMPLATE_BUGS } from "./template-bugs.ts";
import { TOKEN_BUGS } from "./token-bugs.ts";
import type { UnitBug } from "./unit-bug.ts";

/** All that `npm test` must catch. */
export const UNIT_BUGS: readonly UnitBug[] = [
  ...APPROVAL_BUGS,
  ...ENGINE_BUGS,
  ...CONTROLLER_BUGS,
  ...KUBE_BUGS,
  ...WEB_BUGS,
  ...LIMIT_BUGS,
  ...PAGE_BUGS,
  ...CONFIG_BUGS,
  ...TOKEN_BUGS,
  ...OIDC_BUGS,
  ...PROXY_BUGS,
  ...ACCESS_BUGS,
  ...PEOPLE_BUGS,
  ...LINK_BUGS,
  ...NOTICE_BUGS,
  ...TEMPLATE_BUGS,
  ...HOOK_BUGS,
  ...MAIL_BUGS,
];
