/** One vendor's simulator, a hotel that receives its webhooks, and providers made from its presets, on loopback. */
import { paymentFormats } from '#categories/payment/formats/payment-formats.js';
import type { PaymentPort } from '#categories/payment/payment.port.js';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startStripeSimulator } from '#test/simulators/stripe/stripe-simulator.js';
import {
  closeEngine,
  connectPreset,
  type PresetProvider,
  type PresetProviderOptions,
} from '#test/support/preset-provider.js';
import { startWebhookCatcher, type WebhookCatcher } from '#test/support/webhook-catcher.js';

export interface StripeWorld {
  readonly stripe: Simulator;
  readonly hotel: WebhookCatcher;
  /** @param file name of a preset, such as `stripe-card` */
  connect(file: string, options?: PresetProviderOptions): PresetProvider;
  port(provider: PresetProvider): PaymentPort;
  /** The events of all webhooks so far, each verified first; throws on one that is not genuine. */
  eventsOf(provider: PresetProvider): Promise<NeutralEvent[]>;
  /** Waits for webhooks under way, then forgets them, the faults and the providers. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export async function startStripeWorld(): Promise<StripeWorld> {
  const hotel = await startWebhookCatcher();
  const stripe = await startStripeSimulator({ webhookUrl: hotel.url });
  const open: PresetProvider[] = [];
  return {
    stripe,
    hotel,
    connect(file, options = {}) {
      const provider = connectPreset(`payment/${file}`, stripe, options);
      open.push(provider);
      return provider;
    },
    port(provider) {
      const format = paymentFormats.find(({ id }) => id === provider.preset.api_format);
      if (!format) throw new Error(`no payment format ${provider.preset.api_format}`);
      return format.create(provider.runner);
    },
    async eventsOf(provider) {
      await stripe.webhooks.idle();
      const events: NeutralEvent[] = [];
      for (const caught of hotel.caught) {
        const verdict = await provider.verify(caught);
        if (!verdict.ok) throw new Error(`not genuine: ${verdict.reason}`);
        const told = await provider.interpret(caught);
        if (told.kind === 'events') events.push(...told.events);
      }
      return events;
    },
    async rest() {
      await stripe.webhooks.idle();
      hotel.caught.length = 0;
      stripe.faults.clear();
      stripe.journal.clear();
      for (const provider of open.splice(0)) provider.close();
    },
    async close() {
      await stripe.close();
      await hotel.close();
      await closeEngine();
    },
  };
}
