/** As nodemailer gives it. */
export interface SmtpError extends Error {
  readonly code?: string;
  /** What it was an answer to: `RCPT TO`. */
  readonly command?: string;
  /** What the server said. */
  readonly response?: string;
  readonly responseCode?: number;
}

/** What was thrown, or what a signal ended with, as an error. */
export function asError(reason: unknown): SmtpError {
  return reason instanceof Error ? reason : new Error(String(reason));
}
