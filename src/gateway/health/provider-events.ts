import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { EventCatalogue } from '#events/catalogue/event-catalogue.js';
import { Outbox } from '#events/outbox.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { type BreakerEvent, Breakers } from '../breakers.service.js';
import { ProviderEventsContext } from './provider-events.context.js';

const providerEvent = z.object({
  provider_id: z.string(),
  slug: z.string(),
  name: z.string(),
  integration_type: z.string(),
  by_operator: z.boolean(),
});

const SAMPLE = {
  provider_id: '0193b6a0-0000-7000-8000-000000000002',
  slug: 'gateway-contoh',
  name: 'Gateway Contoh',
  integration_type: 'payment',
  by_operator: false,
};

/** Tells subscribers that a provider went down or came back; the process that saw it tells, so it is told once. */
@Injectable()
export class ProviderEvents implements OnModuleInit {
  constructor(
    private readonly breakers: Breakers,
    private readonly providers: ProviderRegistry,
    private readonly outbox: Outbox,
    private readonly catalogue: EventCatalogue,
    private readonly context: ProviderEventsContext,
  ) {}

  onModuleInit(): void {
    this.catalogue.register([
      {
        event: 'provider.down',
        description: {
          id: 'Penyedia tidak dapat dipakai; permintaan dialihkan ke cadangan bila ada.',
          en: 'A provider can not be used; requests go to the fallback where there is one.',
        },
        schema: providerEvent,
        sample: SAMPLE,
      },
      {
        event: 'provider.recovered',
        description: { id: 'Penyedia sudah pulih.', en: 'A provider works again.' },
        schema: providerEvent,
        sample: SAMPLE,
      },
    ]);
    this.breakers.subscribe((event) => {
      this.tell(event).catch((error: unknown) => {
        this.context.log.error({ err: error }, 'a change of a provider could not be told');
      });
    });
  }

  private async tell({ providerId, change, isForced }: BreakerEvent): Promise<void> {
    const provider = this.providers.find(providerId);
    if (!provider) return;
    await this.outbox.record(this.context.database, {
      event: change === 'opened' ? 'provider.down' : 'provider.recovered',
      propertyId: provider.propertyId,
      occurredAt: this.context.clock.now(),
      data: {
        provider_id: provider.id,
        slug: provider.slug,
        name: provider.name,
        integration_type: provider.integrationType,
        by_operator: isForced,
      },
    });
  }
}
