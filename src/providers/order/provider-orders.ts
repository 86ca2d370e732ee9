import { Injectable } from '@nestjs/common';
import { type Actor, assertPropertyAccess, hasPropertyAccess } from '#access/principal.js';
import type { Sql } from '#core/database/database.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { PROVIDERS_CHANNEL } from '../credential-store.js';
import { ProviderContext } from '../provider.context.js';

interface OrderedRow {
  readonly id: string;
  readonly name: string;
  readonly property_id: string | null;
  readonly display_order: number;
}

/** The order in which people see providers; it changes nothing about who is called. */
@Injectable()
export class ProviderOrders {
  constructor(private readonly context: ProviderContext) {}

  /**
   * Puts the providers into the given order, all at once; the last who saves wins.
   *
   * @throws InvalidInputError for an id that is unknown, archived or another property's
   */
  async save(ids: readonly string[], actor: Actor): Promise<void> {
    const { database, audit } = this.context;
    await database.transaction(async (tx) => {
      const rows = await lockAll(tx, ids);
      for (const [place, id] of ids.entries()) checkOne(place, rows.get(id), actor);
      const changed = ids.filter((id, place) => rows.get(id)?.display_order !== place + 1);
      if (changed.length === 0) return;
      await tx.query(
        `UPDATE providers SET display_order = wanted.place
         FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place) WHERE providers.id = wanted.id`,
        [ids],
      );
      for (const id of changed) {
        await audit.record(tx, {
          ...actor,
          action: 'provider.ordered',
          subject: { type: 'provider', id },
          before: { display_order: rows.get(id)?.display_order },
          after: { display_order: ids.indexOf(id) + 1 },
        });
      }
      for (const id of changed) await tx.query('SELECT pg_notify($1, $2)', [PROVIDERS_CHANNEL, id]);
    });
  }
}

/** In one order, so that two who save at once never wait for each other in a circle. */
async function lockAll(tx: Sql, ids: readonly string[]): Promise<Map<string, OrderedRow>> {
  const rows = await tx.query<OrderedRow>(
    `SELECT id, name, property_id, display_order FROM providers
     WHERE id = ANY ($1) AND archived_at IS NULL ORDER BY id FOR UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function checkOne(place: number, row: OrderedRow | undefined, { principal }: Actor): void {
  if (!row || (row.property_id !== null && !hasPropertyAccess(principal, row.property_id))) {
    throw new InvalidInputError(
      `ids.${place}`,
      'There is no such provider; GET /api/v1/providers lists them.',
      'unknown',
    );
  }
  assertPropertyAccess(principal, row.property_id);
}
