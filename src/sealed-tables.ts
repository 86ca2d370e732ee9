import { aadOfRequest } from '#access/data-subjects/erasure.repository.js';
import { sealedForUser } from '#access/second-factor/second-factor-check.js';
import { aadOf as aadOfPayout } from '#categories/payment/payouts/payout-destination.js';
import type { SealedTable } from '#core/vault/sealed-table.js';
import { sealedFor } from '#events/endpoints/endpoint-secrets.js';
import { SEALED_PROVIDERS } from '#providers/credential-store.js';
import { aadOf as aadOfWebhook } from '#webhooks/stored-call.js';

/**
 * The one list of all sealed tables, the smallest first. Whatever seals a text into a table describes it here; a test
 * compares the list with the tables, because what is missing can not be read any more after a change of the master key.
 */
export const ALL_SEALED_TABLES: readonly SealedTable[] = [
  SEALED_PROVIDERS,
  { table: 'data_subject_requests', columns: ['guest_sealed'], aadOf: aadOfRequest },
  { table: 'second_factors', columns: ['secret_sealed'], aadOf: sealedForUser },
  { table: 'webhook_endpoints', columns: ['secrets_sealed'], aadOf: sealedFor },
  { table: 'payout_tasks', columns: ['destination_sealed'], aadOf: aadOfPayout },
  { table: 'webhook_logs', columns: ['headers_sealed'], aadOf: aadOfWebhook },
];
