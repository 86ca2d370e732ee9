import { z } from 'zod';
import type { WebhookProblem } from '#connectors/webhook/refusal.js';

export const WEBHOOK_STATUSES = [
  'received',
  'rejected',
  'duplicate',
  'processing',
  'processed',
  'ignored',
  'failed',
] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

/** What became of one event of a webhook. */
export const eventResultSchema = z.object({
  event_id: z.string(),
  outcome: z.enum(['applied', 'unchanged', 'ignored', 'refused', 'duplicate']),
  detail: z.string(),
  subject_id: z.string().optional(),
  /** The vendor, when asked, did not say the same. */
  is_unconfirmed: z.boolean().optional(),
});
export type EventResult = z.infer<typeof eventResultSchema>;

/** A call as it is about to be stored: masked, with what was masked sealed beside it. */
export interface NewWebhookLog {
  readonly id: string;
  readonly providerId: string;
  readonly integrationType: string;
  readonly route: string;
  readonly method: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly headersSealed: string | null;
  readonly body: Buffer;
  readonly bodyMasked: boolean;
  readonly remoteIp: string;
  readonly traceId: string;
  readonly receivedAt: Date;
}

/** What the sender was told, and how long it waited for that. */
export interface GivenReply {
  readonly status: number;
  readonly ms: number;
}

/** A row of `webhook_logs`. */
export interface WebhookLogRow {
  readonly id: string;
  readonly provider_id: string;
  readonly integration_type: string;
  readonly route: string;
  readonly method: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly headers_sealed: string | null;
  readonly body: Buffer;
  readonly body_masked: boolean;
  readonly remote_ip: string | null;
  readonly trace_id: string;
  readonly received_at: Date;
  readonly status: WebhookStatus;
  readonly verified: boolean;
  readonly reason: string | null;
  readonly results: readonly EventResult[];
  readonly attempts: number;
  readonly due_at: Date | null;
  readonly processed_at: Date | null;
  /** When the body was erased at a guest's wish. */
  readonly erased_at: Date | null;
  readonly problem: WebhookProblem | null;
  readonly reply_status: number | null;
  readonly reply_ms: number | null;
  /** Ids by which people look for it, once it was understood: the vendor's and ours. */
  readonly refs: readonly string[] | null;
}

/** The end of a webhook's way, or of one step of it. */
export interface Conclusion {
  readonly id: string;
  readonly status: WebhookStatus;
  readonly verified: boolean;
  readonly reason: string | null;
  readonly results: readonly EventResult[];
  readonly problem?: WebhookProblem;
  /** Only where it is known: by the process that gave it. */
  readonly reply?: GivenReply;
  readonly refs?: readonly string[];
}
