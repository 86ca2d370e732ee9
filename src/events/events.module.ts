import { Module } from '@nestjs/common';
import { Outbox } from './outbox.js';

/** Domain events, written beside what caused them. */
@Module({ providers: [Outbox], exports: [Outbox] })
export class EventsModule {}
