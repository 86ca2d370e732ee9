import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { ScannedTable } from '#core/privacy/scanned-table.js';

const STAYS =
  'the audit log can not be changed by anybody; it proves who did what, and holds no guest data by itself';

/** What the audit log may hold about a guest, such as an order id; shown in an export, never changed. */
@Injectable()
export class AuditPersonalData implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly sources: PersonalDataSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(
      new ScannedTable(this.database, {
        name: 'audit_log',
        keeps: STAYS,
        table: 'audit_log',
        searched: `lower(concat(subject_id, ' ', before::text, ' ', after::text))`,
        data: `jsonb_build_object('at', at, 'action', action, 'subject_type', subject_type, 'subject_id', subject_id,
                                  'before', before, 'after', after)`,
        isLeft: 'true',
        stays: `'${STAYS}'`,
        erase: () => Promise.resolve(0),
      }),
    );
  }
}
