/** Events about the hub's own troubles, for the catalogue. */
import { z } from 'zod';
import type { EventType } from '#events/catalogue/event-type.js';

const alert = z.object({
  alert_id: z.string(),
  rule: z.string(),
  severity: z.string(),
  provider_id: z.string().nullable(),
  message: z.object({ id: z.string(), en: z.string() }),
  data: z.looseObject({}),
});

const SAMPLE = {
  alert_id: '0193b6a0-0000-7000-8000-000000000001',
  rule: 'provider_down',
  severity: 'critical',
  provider_id: '0193b6a0-0000-7000-8000-000000000002',
  message: {
    id: 'Gateway Contoh tidak dapat dihubungi.',
    en: 'Example Gateway can not be reached.',
  },
  data: {},
};

export const ALERT_EVENTS: readonly EventType[] = [
  {
    event: 'alert.raised',
    description: {
      id: 'Ada masalah yang perlu dilihat.',
      en: 'Something is wrong and needs to be looked at.',
    },
    schema: alert,
    sample: SAMPLE,
  },
  {
    event: 'alert.resolved',
    description: { id: 'Masalah sudah selesai.', en: 'What was wrong is over.' },
    schema: alert,
    sample: SAMPLE,
  },
];
