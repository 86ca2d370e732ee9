import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { eraserOf, type GuestQuery, toGuest } from '#core/privacy/guest.js';
import { maskPersonalText } from '#core/privacy/personal-fields.js';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { AuditLog } from '../audit-log.js';
import { type Actor, assertPropertyAccess } from '../principal.js';
import type { EraseGuest, ErasureAnswer, ExportGuest } from './data-subjects.schemas.js';
import { ErasureRepository, type ErasureRow, NOTHING } from './erasure.repository.js';

/** A request that is done within this is answered with its end. */
const WAIT_MS = 3_000;
const LOOK_MS = 100;

/** What a guest may ask of a hotel under the data protection law: everything that is held, and to have it erased. */
@Injectable()
export class DataSubjectsService {
  constructor(
    private readonly requests: ErasureRepository,
    private readonly sources: PersonalDataSources,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Everything held about a guest, as JSON text in pieces, so that any amount of it takes little memory. The audit log
   * gets which details were given, not what they were.
   */
  async export(query: ExportGuest, actor: Actor): Promise<AsyncIterable<string>> {
    assertPropertyAccess(actor.principal, null);
    await this.database.transaction((tx) =>
      this.audit.record(tx, {
        ...actor,
        action: 'data_subject.exported',
        subject: { type: 'data_subject_request', id: newId() },
        after: { fields: fieldsOf(query) },
      }),
    );
    return this.pieces(query);
  }

  /** Begins an erasure, or the count of one; it goes on in the background and survives a restart. */
  async erase({ reason, preview, ...query }: EraseGuest, actor: Actor): Promise<ErasureAnswer> {
    assertPropertyAccess(actor.principal, null);
    const id = newId();
    const guest = toGuest(query);
    await this.database.transaction((tx) =>
      this.requests.insert(tx, {
        id,
        kind: preview ? 'preview' : 'erase',
        fields: fieldsOf(query),
        reason: maskPersonalText(eraserOf(guest)(reason)),
        requested_by: actor,
        guest,
      }),
    );
    return this.settled(id);
  }

  /** @throws NotFoundError */
  async get(id: string, actor: Actor): Promise<ErasureAnswer> {
    assertPropertyAccess(actor.principal, null);
    const row = await this.requests.findById(id);
    if (!row) throw new NotFoundError(`There is no request ${id} about a guest's data.`);
    return this.toAnswer(row);
  }

  private async settled(id: string): Promise<ErasureAnswer> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const row = await this.requests.findById(id);
      if (!row) throw new NotFoundError(`There is no request ${id} about a guest's data.`);
      const isOver = row.status === 'done' || row.status === 'failed';
      if (isOver || Date.now() > deadline) return this.toAnswer(row);
      await delay(LOOK_MS);
    }
  }

  private async *pieces(query: GuestQuery): AsyncGenerator<string> {
    const guest = await this.sources.withHandles(toGuest(query));
    yield `{"exported_at":${JSON.stringify(new Date().toISOString())},"sources":{`;
    for (const [i, source] of this.sources.all.entries()) {
      yield `${i === 0 ? '' : ','}${JSON.stringify(source.name)}:[`;
      let isFirst = true;
      let after: string | undefined;
      do {
        const slice = await source.find(guest, { after, isExport: true });
        for (const { id, data } of slice.rows) {
          yield `${isFirst ? '' : ','}${JSON.stringify({ ...data, id })}`;
          isFirst = false;
        }
        after = slice.next;
      } while (after !== undefined);
      yield ']';
    }
    yield '}}';
  }

  private toAnswer(row: ErasureRow): ErasureAnswer {
    return {
      id: row.id,
      kind: row.kind,
      status: row.status,
      reason: row.reason,
      fields: [...row.fields],
      sources: this.sources.all.map(({ name, keeps }) => {
        const counts = row.counts[name] ?? NOTHING;
        return { ...counts, stays: [...counts.stays], name, keeps };
      }),
      error: row.error,
      created_at: row.created_at.toISOString(),
      finished_at: row.finished_at?.toISOString() ?? null,
    };
  }
}

function fieldsOf(query: GuestQuery): string[] {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field)
    .sort();
}
