import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { AlertsRepository } from './alerts.repository.js';
import { AlertsService } from './alerts.service.js';

/** What the watch writes with. */
@Injectable()
export class AlertWatchParts {
  constructor(
    readonly database: Database,
    readonly repository: AlertsRepository,
    readonly alerts: AlertsService,
  ) {}
}
