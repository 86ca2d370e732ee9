/** What a simulator is to its vendor model and to the tests. */
import type { FaultInjector, FaultInput } from '#test/simulators/kit/fault-injector.js';
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import type { RequestJournal } from '#test/simulators/kit/request-journal.js';
import type { SimClock } from '#test/simulators/kit/sim-clock.js';
import type { WebhookSender } from '#test/simulators/kit/webhook-sender.js';

export interface SimulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly journalSize?: number;
}

/** The parts a vendor model is built upon. */
export interface Kit {
  readonly clock: SimClock;
  readonly faults: FaultInjector;
  readonly journal: RequestJournal;
  readonly webhooks: WebhookSender;
  /** Base URL of the running simulator, for the links in answers. */
  readonly origin: () => string;
}

/** A function of the control API: `POST /_sim/<name>`; what it throws is answered with 400. */
export type ControlAction = (input: Readonly<Record<string, unknown>>) => unknown;

export interface VendorModel {
  readonly name: string;
  readonly routes: readonly Route[];
  /** Base URLs by the names that presets use. */
  readonly baseUrls: (origin: string) => Readonly<Record<string, string>>;
  /** Credentials of the simulated account, by the names that presets use. */
  readonly credentials: () => Readonly<Record<string, string>>;
  /** Wrapped around every operation, for rules such as idempotency keys. */
  readonly around?: (call: Call, next: () => Promise<Reply>) => Promise<Reply>;
  /** Answer to a path, or a method, that the vendor does not have. */
  readonly unknown: (call: Call, pathIsKnown: boolean) => Reply;
  /** The vendor's error body for an injected status. */
  readonly failure: (status: number, call: Call) => Reply;
  readonly actions: Readonly<Record<string, ControlAction>>;
  readonly state: () => unknown;
  /** Ends what has run out of time; called about once a second. */
  readonly sweep?: () => void;
}

export interface Simulator {
  readonly name: string;
  readonly url: string;
  readonly baseUrls: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
  readonly faults: FaultInjector;
  readonly journal: RequestJournal;
  readonly webhooks: WebhookSender;
  /** Same as `POST /_sim/<action>`. */
  act(action: string, input?: Readonly<Record<string, unknown>>): unknown;
  state(): unknown;
  /** Moves the clock and lets time-outs happen. */
  advance(ms: number): void;
  /** Arms a fault; `refuse` stops listening at once. */
  fault(input: FaultInput): Promise<void>;
  /** Stops listening: connecting is refused until `listen()`. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  close(): Promise<void>;
}
