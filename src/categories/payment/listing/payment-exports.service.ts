import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { csvLine, csvStart } from '#core/csv/csv.js';
import { Clock } from '#core/time/clock.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { dateAt } from '#core/time/hotel-day.js';
import { PAYMENT_CSV_HEADER, toPaymentCells } from './payment-csv.js';
import type { PaymentFilter } from './payment-filter.js';
import { PaymentListRepository } from './payment-list.repository.js';
import type { FilterPayments } from './payment-list.schemas.js';
import { PaymentListService } from './payment-list.service.js';

/** More lines than that no spreadsheet opens with pleasure. */
export const MOST_LINES = 50_000;
const AT_ONCE = 500;

export interface PaymentFile {
  readonly name: string;
  readonly lines: Readable;
}

interface Wanted {
  readonly filter: PaymentFilter;
  readonly zone: string;
}

/** The list of payments as a file, read from the database as fast as the client takes it. */
@Injectable()
export class PaymentExports {
  constructor(
    private readonly lists: PaymentListService,
    private readonly payments: PaymentListRepository,
    private readonly providers: ProviderRegistry,
    private readonly clock: Clock,
  ) {}

  async open(query: FilterPayments, principal: Principal): Promise<PaymentFile> {
    const wanted = await this.lists.resolve(query, principal);
    const days = [query.from ?? 'start', query.to ?? dateAt(this.clock.now(), wanted.zone)];
    return {
      name: `payments-${days.join('-to-')}.csv`,
      lines: Readable.from(this.lines(wanted), { objectMode: false, highWaterMark: 65_536 }),
    };
  }

  /** A stream asks for the next part only when the one before has gone out. */
  private async *lines({ filter, zone }: Wanted): AsyncGenerator<string> {
    yield csvStart(PAYMENT_CSV_HEADER);
    const nameOf = (id: string): string => this.providers.find(id)?.name ?? '';
    let afterId: string | undefined;
    for (let written = 0; written < MOST_LINES; written += AT_ONCE) {
      const rows = await this.payments.list(filter, { afterId, limit: AT_ONCE });
      afterId = rows.at(-1)?.id;
      yield rows.map((row) => csvLine(toPaymentCells(row, { zone, nameOf }))).join('');
      if (rows.length < AT_ONCE || afterId === undefined) return;
    }
    if ((await this.payments.list(filter, { afterId, limit: 1 })).length > 0) yield endNote();
  }
}

function endNote(): string {
  return csvLine([
    `Only the newest ${MOST_LINES} payments are in this file; narrow the dates to get the others.`,
  ]);
}
