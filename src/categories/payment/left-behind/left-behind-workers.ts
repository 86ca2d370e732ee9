import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DueLooks } from '../due-looks.js';
import { LeftBehindLooks } from './left-behind-looks.js';

/** Looks at providers that were left behind when their time has come. */
@Injectable()
export class LeftBehindWorkers implements OnModuleInit {
  constructor(
    private readonly due: DueLooks,
    private readonly looks: LeftBehindLooks,
  ) {}

  onModuleInit(): void {
    this.due.register({
      what: 'a provider left behind',
      everyMs: 2_000,
      batch: 10,
      claim: (limit, leaseMs) => this.looks.claimDue(limit, leaseMs),
      look: (attempt) => this.looks.look(attempt),
      idOf: ({ payment_id: paymentId }) => paymentId,
    });
  }
}
