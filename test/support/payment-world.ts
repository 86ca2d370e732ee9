/** Payment vendors, a hotel that receives their webhooks, and providers made from presets, all on loopback. */
import { paymentFormats } from '#categories/payment/formats/payment-formats.js';
import type { PaymentPort } from '#categories/payment/payment.port.js';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';
import {
  closeEngine,
  connectPreset,
  type PresetProvider,
  type PresetProviderOptions,
} from '#test/support/preset-provider.js';
import { startWebhookCatcher, type WebhookCatcher } from '#test/support/webhook-catcher.js';

export type PaymentProvider = PresetProvider & { readonly port: PaymentPort };

export interface PaymentWorld {
  readonly midtrans: Simulator;
  readonly xendit: Simulator;
  readonly hotel: WebhookCatcher;
  /** Where the vendor that takes an address with each payment sends its webhooks. */
  readonly webhookUrl: string;
  simulatorOf(file: string): Simulator;
  /** @param file name of a preset, such as `midtrans-snap` */
  connect(file: string, options?: PresetProviderOptions): PaymentProvider;
  /** The events of all webhooks so far, each verified first; throws on one that is not genuine. */
  eventsOf(provider: PresetProvider): Promise<NeutralEvent[]>;
  /** Waits for webhooks under way, then forgets them, the faults and the providers. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export async function startPaymentWorld(): Promise<PaymentWorld> {
  const hotel = await startWebhookCatcher();
  const midtrans = await startMidtransSimulator();
  const xendit = await startXenditSimulator({ webhookUrl: `${hotel.url}/xendit` });
  const webhookUrl = `${hotel.url}/midtrans`;
  const open: PresetProvider[] = [];
  const simulatorOf = (file: string) => (file.startsWith('midtrans') ? midtrans : xendit);
  const idle = () => Promise.all([midtrans.webhooks.idle(), xendit.webhooks.idle()]);
  return {
    midtrans,
    xendit,
    hotel,
    webhookUrl,
    simulatorOf,
    connect(file, options = {}) {
      const provider = connectPreset(`payment/${file}`, simulatorOf(file), {
        webhookUrl,
        ...options,
      });
      open.push(provider);
      return { ...provider, port: portOf(provider) };
    },
    async eventsOf(provider) {
      await idle();
      const path = `/${provider.preset.vendor.toLowerCase()}`;
      return readEvents(
        provider,
        hotel.caught.filter((caught) => caught.path === path),
      );
    },
    async rest() {
      await idle();
      hotel.caught.length = 0;
      for (const simulator of [midtrans, xendit]) simulator.faults.clear();
      for (const provider of open.splice(0)) provider.close();
    },
    async close() {
      await midtrans.close();
      await xendit.close();
      await hotel.close();
      await closeEngine();
    },
  };
}

/** The functions of a world that is only started in `beforeAll`. */
export function lazyWorld(
  world: () => PaymentWorld,
): Pick<PaymentWorld, 'connect' | 'eventsOf' | 'simulatorOf'> {
  return {
    connect: (file, options) => world().connect(file, options),
    eventsOf: (provider) => world().eventsOf(provider),
    simulatorOf: (file) => world().simulatorOf(file),
  };
}

/** The port that the preset's format makes of the connector. */
export function portOf(provider: PresetProvider): PaymentPort {
  const format = paymentFormats.find(({ id }) => id === provider.preset.api_format);
  if (!format) throw new Error(`no format ${provider.preset.api_format}`);
  return format.create(provider.runner);
}

/** The events of webhooks, each verified first; throws on one that is not genuine. */
export async function readEvents(
  provider: PresetProvider,
  webhooks: WebhookCatcher['caught'],
): Promise<NeutralEvent[]> {
  const events: NeutralEvent[] = [];
  for (const caught of webhooks) {
    const verdict = await provider.verify(caught);
    if (!verdict.ok) throw new Error(`not genuine: ${verdict.reason}`);
    const told = await provider.interpret(caught);
    if (told.kind === 'events') events.push(...told.events);
  }
  return events;
}
