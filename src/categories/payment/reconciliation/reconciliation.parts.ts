/** Wiring of the daily reconciliation, for the module of the category. */
import type { Provider, Type } from '@nestjs/common';
import { DailyRuns } from './daily-runs.js';
import { DayTotalsRepository } from './day-totals.repository.js';
import { HotelDays } from './hotel-days.service.js';
import { MismatchRepository } from './mismatch.repository.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { ReconciliationReports } from './reconciliation-report.service.js';
import { ReconciliationRuns } from './reconciliation-runs.service.js';
import { ReconciliationWorkers } from './reconciliation-workers.js';
import { RunRepository } from './run.repository.js';
import { UnmatchedEventRepository } from './unmatched-events.repository.js';
import { VendorQuestions } from './vendor-questions.js';

export const reconciliationControllers: Type[] = [ReconciliationController];

export const reconciliationProviders: Provider[] = [
  DailyRuns,
  DayTotalsRepository,
  HotelDays,
  MismatchRepository,
  ReconciliationReports,
  ReconciliationRuns,
  ReconciliationWorkers,
  RunRepository,
  UnmatchedEventRepository,
  VendorQuestions,
];
