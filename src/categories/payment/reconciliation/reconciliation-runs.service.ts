import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { InvalidInputError, NotFoundError } from '#core/errors/app-error.js';
import { Clock } from '#core/time/clock.js';
import type { PaymentRow } from '../payment.rows.js';
import { HotelDays } from './hotel-days.service.js';
import type { Finding } from './reconciliation.rows.js';
import type { RunAnswer, StartRun } from './reconciliation.schemas.js';
import { toRunAnswer } from './run.mapper.js';
import { type BatchResult, RunRepository } from './run.repository.js';
import { VendorQuestions } from './vendor-questions.js';

/** So many payments are asked about before what came of it is kept. */
const BATCH = 20;
/** Longer than a batch takes with a vendor that lets every call run out of time. */
export const LEASE_MS = 20 * 60_000;
/** Below what vendors allow, and leaving room for guests who pay meanwhile. */
const PACE_MS = 100;
/** A batch that fails so often on our side fails for a reason. */
const MAX_ATTEMPTS = 5;

/** Question rounds: asking all vendors about all payments of a day. */
@Injectable()
export class ReconciliationRuns {
  constructor(
    private readonly runs: RunRepository,
    private readonly questions: VendorQuestions,
    private readonly days: HotelDays,
    private readonly clock: Clock,
  ) {}

  /** Begins a round in the background; one that is under way for the same payments is given instead. */
  async start(body: StartRun, principal: Principal): Promise<RunAnswer> {
    const { day, filter } = await this.days.resolve(body, principal);
    if (day.from > this.clock.now()) {
      throw new InvalidInputError('date', `${day.date} has not begun yet; choose a day before it.`);
    }
    const run =
      (await this.runs.create({ origin: 'asked', scope: filter.scope, day })) ??
      (await this.runs.findUnderWay(day, filter.scope));
    // It ended between the two statements; the next try begins a new one.
    return run ? toRunAnswer(run) : this.start(body, principal);
  }

  async get(id: string, principal: Principal): Promise<RunAnswer> {
    const run = await this.runs.find(id);
    if (!run || !hasPropertyAccess(principal, run.property_id)) {
      throw new NotFoundError(`There is no reconciliation run ${id}.`);
    }
    return toRunAnswer(run);
  }

  /**
   * Works on one run that is due, until it ends or `isStopping` says so; then another worker goes on where it stood.
   *
   * @returns false when none was due
   */
  async workOnNext(isStopping: () => boolean): Promise<boolean> {
    let run = await this.runs.claim(LEASE_MS);
    if (!run) return false;
    if (run.attempts > MAX_ATTEMPTS) {
      await this.runs.end(run.id, `given up after ${MAX_ATTEMPTS} attempts; see the hub's log`);
      return true;
    }
    while (!isStopping()) {
      const payments = await this.runs.payments(run, BATCH);
      if (payments.length === 0) {
        await this.runs.end(run.id, null);
        return true;
      }
      run = await this.runs.saveBatch(run.id, await this.askAll(payments), LEASE_MS);
    }
    await this.runs.release(run.id);
    return true;
  }

  /** Providers side by side, the payments of each one after the other at a walking pace. */
  private async askAll(payments: readonly PaymentRow[]): Promise<BatchResult> {
    const findings: Finding[] = [];
    let unasked = 0;
    const lanes = [...groupByProvider(payments).values()].map(async (lane) => {
      for (const payment of lane) {
        const answer = await this.questions.ask(payment);
        if (answer === 'unasked') {
          unasked += 1;
        } else {
          findings.push(...answer.findings);
        }
        await pause(PACE_MS);
      }
    });
    await Promise.all(lanes);
    return {
      lastId: payments.at(-1)?.id ?? '',
      paymentIds: payments.map(({ id }) => id),
      asked: payments.length - unasked,
      unasked,
      findings,
    };
  }
}

function groupByProvider(payments: readonly PaymentRow[]): Map<string, PaymentRow[]> {
  const lanes = new Map<string, PaymentRow[]>();
  for (const payment of payments) {
    const lane = lanes.get(payment.provider_id) ?? [];
    lane.push(payment);
    lanes.set(payment.provider_id, lane);
  }
  return lanes;
}
