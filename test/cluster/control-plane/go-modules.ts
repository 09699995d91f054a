// The Go modules that pin the real programs: which binaries each builds, and which folder of its source is kept.

export const TEKTON_VERSIONS = ["1.15.0", "1.9.0", "1.0.0"] as const;
export type TektonVersion = (typeof TEKTON_VERSIONS)[number];

export interface GoModule {
  /** Name of its folder under `test/cluster/go/`. */
  readonly name: string;
  /** Files that `go install tool` makes. */
  readonly binaries: readonly string[];
  readonly ldflags: string;
  /** A folder of a required module's source that is kept beside the binaries, so that a warm start needs no Go. */
  readonly keep?: { readonly module: string; readonly folder: string };
}

const STRIPPED = "-s -w";
/** Without these, kube-apiserver calls itself v0.0.0 and clients refuse it. */
const KUBE_VERSION = "1.36.3";
const [major = "", minor = ""] = KUBE_VERSION.split(".");
const versionFlags = Object.entries({
  gitVersion: `v${KUBE_VERSION}`,
  gitMajor: major,
  gitMinor: minor,
  gitTreeState: "clean",
}).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);

export const ETCD: GoModule = { name: "etcd", binaries: ["server"], ldflags: STRIPPED };

export const KUBE: GoModule = {
  name: "kube",
  binaries: ["kube-apiserver", "kube-controller-manager", "kubectl"],
  ldflags: [STRIPPED, ...versionFlags].join(" "),
};

/** Signs people in before the product, in the tests of mode `proxy`. */
export const OAUTH2_PROXY: GoModule = { name: "oauth2-proxy", binaries: ["oauth2-proxy"], ldflags: STRIPPED };

/** Takes the mails of the tests of the channel for mail. */
export const MAILPIT: GoModule = { name: "mailpit", binaries: ["mailpit"], ldflags: STRIPPED };

/** Tekton's controller and webhook of that version, and its `config/` folder. */
export function tektonModule(version: TektonVersion): GoModule {
  return {
    name: `tekton-${version}`,
    binaries: ["controller", "webhook"],
    ldflags: STRIPPED,
    keep: { module: "github.com/tektoncd/pipeline", folder: "config" },
  };
}

/** Reads a version as given on the command line. Throws when no Go module pins it. */
export function parseTektonVersion(text: string): TektonVersion {
  const version = TEKTON_VERSIONS.find((known) => known === text);
  if (version !== undefined) return version;
  throw new Error(`There is no Go module for Tekton ${text}; there are ${TEKTON_VERSIONS.join(", ")}.`);
}
