/** What proves to the API server who calls. PEM texts; a request may carry both kinds. */
export interface Credential {
  readonly token?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
}

/** Where a credential comes from; it may change while the process runs. */
export interface CredentialSource {
  /** The credential to use now. Rejects when there is none to be had; the message holds no secret. */
  read(): Promise<Credential>;
  /** The server refused this credential with 401: read it anew, however fresh it seemed. */
  forget(refused: Credential): void;
}

/** How an API server is reached, whatever says so: a kubeconfig, a pod's service account, or a test. */
export interface KubeConnection {
  /** `https://host:port`, with a path in front of `/api` if the server has one. */
  readonly server: string;
  /** The certificate authorities to trust, PEM; absent: those of the system. */
  readonly ca?: string;
  /** The name to expect in the server's certificate, when it is not the host. */
  readonly serverName?: string;
  readonly insecureSkipTlsVerify?: boolean;
  /** The namespace that the connection's owner works in by default. */
  readonly namespace?: string;
  readonly credential: CredentialSource;
}

/** A credential that never changes. */
export function fixedCredential(credential: Credential): CredentialSource {
  return { read: () => Promise.resolve(credential), forget: () => {} };
}
