import { Module } from '@nestjs/common';
import { IdempotencyHousekeeper } from './idempotency-housekeeper.js';
import { Idempotency } from './idempotency.js';

@Module({ providers: [Idempotency, IdempotencyHousekeeper], exports: [Idempotency] })
export class IdempotencyModule {}
