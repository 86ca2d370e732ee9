/** One payment vendor, a hotel that receives its webhooks, and providers made from its presets, all on loopback. */
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { portOf, readEvents, type PaymentProvider } from '#test/support/payment-world.js';
import {
  closeEngine,
  connectPreset,
  type PresetProvider,
  type PresetProviderOptions,
} from '#test/support/preset-provider.js';
import { startWebhookCatcher, type WebhookCatcher } from '#test/support/webhook-catcher.js';

export interface VendorWorld {
  readonly vendor: Simulator;
  readonly hotel: WebhookCatcher;
  readonly webhookUrl: string;
  /** @param file name of a preset of this vendor */
  connect(file: string, options?: PresetProviderOptions): PaymentProvider;
  /** The events of all webhooks so far, each verified first. */
  eventsOf(provider: PresetProvider): Promise<NeutralEvent[]>;
  /** Waits for webhooks under way, then forgets them, the faults and the providers. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export async function startVendorWorld(
  start: (options: { readonly webhookUrl: string }) => Promise<Simulator>,
): Promise<VendorWorld> {
  const hotel = await startWebhookCatcher();
  const webhookUrl = `${hotel.url}/webhook/payment/contract`;
  const vendor = await start({ webhookUrl });
  const open: PresetProvider[] = [];
  return {
    vendor,
    hotel,
    webhookUrl,
    connect(file, options = {}) {
      const provider = connectPreset(`payment/${file}`, vendor, { webhookUrl, ...options });
      open.push(provider);
      return { ...provider, port: portOf(provider) };
    },
    async eventsOf(provider) {
      await vendor.webhooks.idle();
      return readEvents(provider, hotel.caught);
    },
    async rest() {
      await vendor.webhooks.idle();
      hotel.caught.length = 0;
      vendor.faults.clear();
      for (const provider of open.splice(0)) provider.close();
    },
    async close() {
      await vendor.close();
      await hotel.close();
      await closeEngine();
    },
  };
}
