// The Kubernetes port of one life of one replica: slow, refused, lost, unanswered, or cut off by the end of its life.
import type {
  DeleteOptions,
  KubeApi,
  KubeList,
  KubeObject,
  ListOptions,
  ObjectRef,
  Patch,
  Resource,
  WatchEvent,
  WatchOptions,
} from "../../src/kube/kube-api.ts";
import { KubeError, type KubeStatus, KubeUnavailableError } from "../../src/kube/kube-error.ts";
import type { DirectKubeApi } from "../../sandbox/kube/direct-kube-api.ts";
import { sleep, type Timers } from "../../src/std/timers.ts";
import type { Chance } from "./chance.ts";
import type { Cluster, Writer } from "./cluster.ts";
import type { Cut, RequestWeather, Watched } from "./schedule.ts";
import type { WatchLine } from "./watch-line.ts";

/** One write that a replica sent, whatever became of it. */
export interface SentWrite {
  readonly atMs: number;
  readonly writer: Writer;
  /** Like `update customruns/status`. */
  readonly what: string;
  readonly name: string;
}

export interface ReplicaApiOptions {
  readonly cluster: Cluster;
  readonly writer: Writer;
  /** The replica's own: they stand still once it is dead. */
  readonly timers: Timers;
  readonly chance: Chance;
  readonly lines: Readonly<Record<Watched, WatchLine>>;
  readonly weather: () => RequestWeather;
  /** Told of each write that matters, at each point where it can be cut off; true: the replica is dead now. */
  readonly onCut: (what: string, cut: Cut) => boolean;
  readonly onSent: (what: string, name: string) => void;
}

const WATCHED: Readonly<Record<string, Watched>> = {
  customruns: "runs",
  approvaltasks: "approvals",
  pipelineruns: "pipelineRuns",
};
const REFUSALS: readonly [KubeStatus, ...KubeStatus[]] = [
  { code: 429, reason: "TooManyRequests", message: "too many requests" },
  { code: 500, reason: "InternalError", message: "etcdserver: request timed out" },
  { code: 503, reason: "ServiceUnavailable", message: "the server is shutting down" },
];

export class ReplicaApi implements KubeApi {
  readonly #options: ReplicaApiOptions;

  constructor(options: ReplicaApiOptions) {
    this.#options = options;
  }

  async get<T extends KubeObject>(resource: Resource, ref: ObjectRef): Promise<T> {
    return await this.#read((api) => api.get<T>(resource, ref));
  }

  async list<T extends KubeObject>(resource: Resource, options: ListOptions = {}): Promise<KubeList<T>> {
    const line = this.#lineOf(resource);
    return await this.#read(() => line.list<T>(resource, options));
  }

  async *watch<T extends KubeObject>(
    resource: Resource,
    options: WatchOptions,
  ): AsyncGenerator<WatchEvent<T>, void, void> {
    await this.#travel();
    this.#lose(this.#options.weather().lost, false);
    yield* this.#lineOf(resource).watch<T>(resource, options);
  }

  async create<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    const write = { what: `create ${resource.plural}`, name: object.metadata.name };
    return await this.#write(write, (api) => api.create(resource, object));
  }

  async update<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    const write = { what: `update ${resource.plural}`, name: object.metadata.name };
    return await this.#write(write, (api) => api.update(resource, object));
  }

  async updateStatus<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    const write = { what: `update ${resource.plural}/status`, name: object.metadata.name };
    return await this.#write(write, (api) => api.updateStatus(resource, object));
  }

  async patch<T extends KubeObject>(resource: Resource, ref: ObjectRef, patch: Patch): Promise<T> {
    const on = patch.subresource === undefined ? "" : `/${patch.subresource}`;
    const write = { what: `patch ${resource.plural}${on}`, name: ref.name };
    return await this.#write(write, (api) => api.patch<T>(resource, ref, patch));
  }

  async delete(resource: Resource, ref: ObjectRef, options: DeleteOptions = {}): Promise<void> {
    const write = { what: `delete ${resource.plural}`, name: ref.name };
    await this.#write(write, (api) => api.delete(resource, ref, options));
  }

  async #read<T>(request: (api: DirectKubeApi) => Promise<T>): Promise<T> {
    const { weather, cluster } = this.#options;
    await this.#travel();
    this.#lose(weather().lost, false);
    this.#refuse();
    const answer = await request(cluster.api);
    await this.#travel();
    this.#lose(weather().unanswered, true);
    return answer;
  }

  /** Leases and Events are not counted, and nobody dies of them: nothing depends on them. */
  async #write<T>(
    { what, name }: { readonly what: string; readonly name: string },
    request: (api: DirectKubeApi) => Promise<T>,
  ): Promise<T> {
    const { weather, cluster, writer, onSent, onCut } = this.#options;
    const matters = !/ (?:leases|events)$/u.test(what);
    if (matters) onSent(what, name);
    if (matters && onCut(what, "before")) return await new Promise<never>(() => {});
    await this.#travel();
    this.#lose(weather().lost, false);
    this.#refuse();
    const answer = await cluster.act(writer, request);
    if (matters && onCut(what, "applied")) return await new Promise<never>(() => {});
    await this.#travel();
    this.#lose(weather().unanswered, true);
    // Whoever waits for the answer still has it; there is no next request.
    if (matters) onCut(what, "answered");
    return answer;
  }

  /** Never ends for a replica that is dead: its timers stand still. */
  async #travel(): Promise<void> {
    const { timers, chance, weather } = this.#options;
    await sleep(timers, chance.between(1, weather().upToMs));
  }

  #lose(share: number, sent: boolean): void {
    if (!this.#options.chance.happens(share)) return;
    throw new KubeUnavailableError(sent ? "the answer was lost" : "not reached", { sent });
  }

  #refuse(): void {
    const { chance, weather } = this.#options;
    if (chance.happens(weather().refused)) throw new KubeError(chance.pick(REFUSALS));
  }

  #lineOf({ plural }: Resource): WatchLine {
    const watched = WATCHED[plural];
    if (watched === undefined) throw new Error(`nothing watches ${plural}: give it a line of its own`);
    return this.#options.lines[watched];
  }
}
