import { callbackify } from "node:util";

import XOAuth2 from "nodemailer/lib/xoauth2";

/** How the client logs in at the mail server, in the form that nodemailer takes: by password, or by XOAUTH2 with a token. */
export type SmtpLogin =
  | { readonly user: string; readonly credentials: { readonly user: string; readonly pass: string } }
  | { readonly user: string; readonly oauth2: XOAuth2 };

/** By whichever of the ways nodemailer knows the server offers. */
export function loginByPassword(user: string, password: string): SmtpLogin {
  return { user, credentials: { user, pass: password } };
}

/** @param getToken called once more, with `renew`, when the server does not take the token. Rejects with a sentence. */
export function loginByToken(user: string, getToken: (renew: boolean) => Promise<string>): SmtpLogin {
  const giveToken = callbackify(getToken);
  const oauth2 = new XOAuth2({
    user,
    provisionCallback: (_user, renew, done) => giveToken(renew, done),
  });
  return { user, oauth2 };
}
