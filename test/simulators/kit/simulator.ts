/**
 * What every vendor simulator shares: an HTTP server with fault injection, a request journal, a
 * webhook sender, a clock that can be advanced, and a control API under `/_sim`.
 *
 * Simulators run by Node's own type stripping too (`npm run simulator`), therefore only erasable
 * syntax and only `#test/…` imports: a relative `.js` import has no file behind it there.
 */
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { FaultInjector } from '#test/simulators/kit/fault-injector.js';
import { RequestJournal } from '#test/simulators/kit/request-journal.js';
import { requestListener } from '#test/simulators/kit/request-listener.js';
import { SimClock } from '#test/simulators/kit/sim-clock.js';
import type {
  Kit,
  Simulator,
  SimulatorOptions,
  VendorModel,
} from '#test/simulators/kit/simulator.types.js';
import { WebhookSender, type SenderRules } from '#test/simulators/kit/webhook-sender.js';

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
