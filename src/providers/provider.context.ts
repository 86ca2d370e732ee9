import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import { Database } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { CredentialStore } from './credential-store.js';
import { ProviderFactory } from './provider.factory.js';

/** What the use cases of providers share. */
@Injectable()
export class ProviderContext {
  constructor(
    readonly database: Database,
    readonly audit: AuditLog,
    readonly credentials: CredentialStore,
    readonly factory: ProviderFactory,
    readonly clock: Clock,
  ) {}
}
