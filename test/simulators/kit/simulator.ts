/**
 * What every vendor simulator shares: an HTTP server with fault injection, a request journal, a
 * webhook sender, a clock that can be advanced, and a control API under `/_sim`.
 *
 * Simulators run by Node's own type stripping too (`npm run simulator`), therefore only erasable
 * syntax and only `#test/…` imports: a relative `.js` import has no file behind it there.
 */
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { FaultInjector, type FaultInput } from '#test/simulators/kit/fault-injector.js';
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import { RequestJournal } from '#test/simulators/kit/request-journal.js';
import { requestListener } from '#test/simulators/kit/request-listener.js';
import { SimClock } from '#test/simulators/kit/sim-clock.js';
import { WebhookSender, type SenderRules } from '#test/simulators/kit/webhook-sender.js';

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

const SWEEP_MS = 1000;

/** Starts the server on loopback and gives back its handle. */
export async function startSimulator(
  options: SimulatorOptions,
  rules: SenderRules,
  model: (kit: Kit) => VendorModel,
): Promise<Simulator> {
  const door = new Door(options.port ?? 0);
  const kit: Kit = {
    clock: new SimClock(),
    faults: new FaultInjector(),
    journal: new RequestJournal(options.journalSize),
    webhooks: new WebhookSender(rules),
    origin: () => door.url,
  };
  const vendor = model(kit);
  const simulator = handle(door, kit, vendor);
  door.server.on('request', requestListener(kit, vendor, simulator));
  await door.open();
  const sweeper = setInterval(() => vendor.sweep?.(), SWEEP_MS);
  sweeper.unref();
  door.server.once('simulator-closed', () => clearInterval(sweeper));
  return simulator;
}

function handle(door: Door, kit: Kit, vendor: VendorModel): Simulator {
  return {
    name: vendor.name,
    faults: kit.faults,
    journal: kit.journal,
    webhooks: kit.webhooks,
    get url() {
      return door.url;
    },
    get baseUrls() {
      return vendor.baseUrls(door.url);
    },
    get credentials() {
      return vendor.credentials();
    },
    act(action, input = {}) {
      const act = vendor.actions[action];
      if (!act) throw new Error(`${vendor.name} has no action "${action}"`);
      return act(input);
    },
    state: () => vendor.state(),
    advance(ms) {
      kit.clock.advance(ms);
      vendor.sweep?.();
    },
    async fault(input) {
      if (input.mode !== 'refuse') {
        kit.faults.add(input);
        return;
      }
      await door.shut();
      setTimeout(() => void door.open(), input.delay_ms ?? 5000).unref();
    },
    refuse: () => door.shut(),
    listen: () => door.open(),
    async close() {
      kit.webhooks.close();
      door.server.emit('simulator-closed');
      await door.close();
    },
  };
}

/** The listening socket, which can be shut and opened again on the same port. */
class Door {
  readonly server: Server = createServer({ keepAliveTimeout: 60_000 });
  private port: number;
  private isOpen = false;
  private isClosed = false;

  constructor(port: number) {
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    if (this.isOpen || this.isClosed) return;
    this.isOpen = true;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    this.port = (this.server.address() as AddressInfo).port;
  }

  async shut(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.shut();
  }
}
