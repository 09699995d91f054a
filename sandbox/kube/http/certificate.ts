import { generate } from "selfsigned";

export interface Certificate {
  /** PEM; signs itself, so it is also what clients trust. */
  readonly certificate: string;
  readonly privateKey: string;
}

/** Makes a certificate for the loopback names, valid for a year. Its key never leaves the process. */
export async function createCertificate(): Promise<Certificate> {
  const pems = await generate([{ name: "commonName", value: "embedded-kube" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  return { certificate: pems.cert, privateKey: pems.private };
}
