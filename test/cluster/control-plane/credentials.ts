// Everything secret of one run, made for this run: with fixed ones, a client could talk to somebody else's server.
import { generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import { formatTokenFile } from "../../kit/suite-people.ts";

export interface Credentials {
  /** Bearer token of a cluster administrator. */
  readonly token: string;
  /** The serving certificate, which is its own authority. */
  readonly caPem: string;
  readonly files: {
    readonly tokens: string;
    readonly certificate: string;
    readonly certificateKey: string;
    readonly serviceAccountKey: string;
    readonly serviceAccountPublicKey: string;
  };
}

/** The serving certificate and its key, as PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

async function makeServingCertificate(): Promise<Identity> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "countersign-cluster-test" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 2, value: "kubernetes.default.svc" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { certificate: cert, key };
}

/** Makes the credentials and writes them into `folder`, readable by this user alone. */
export async function makeCredentials(folder: string): Promise<Credentials> {
  const files = {
    tokens: join(folder, "tokens.csv"),
    certificate: join(folder, "serving.crt"),
    certificateKey: join(folder, "serving.key"),
    serviceAccountKey: join(folder, "service-account.key"),
    serviceAccountPublicKey: join(folder, "service-account.pub"),
  };
  const token = randomBytes(24).toString("hex");
  const serving = await makeServingCertificate();
  const signing = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const write = (file: string, text: string): void => writeFileSync(file, text, { mode: 0o600 });
  write(files.tokens, `${token},admin,admin,system:masters\n${formatTokenFile()}`);
  write(files.certificate, serving.certificate);
  write(files.certificateKey, serving.key);
  write(files.serviceAccountKey, signing.privateKey);
  write(files.serviceAccountPublicKey, signing.publicKey);
  return { token, caPem: new X509Certificate(serving.certificate).toString(), files };
}
