import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { maskAccount, maskName } from '#core/privacy/personal-fields.js';
import { Vault } from '#core/vault/vault.js';
import type { Destination } from '../payment.schemas.js';

const storedSchema = z.object({
  bank: z.string(),
  account_number: z.string(),
  account_name: z.string(),
});

/** A guest's bank account: sealed at rest, tied to its task, and shown in full to who pays alone. */
@Injectable()
export class PayoutDestinations {
  constructor(private readonly vault: Vault) {}

  seal(taskId: string, destination: Destination): string {
    return this.vault.seal(JSON.stringify(destination), aadOf(taskId));
  }

  /** @throws vault errors when it was sealed with a key that is not known any more */
  open(taskId: string, sealed: string): Destination {
    return storedSchema.parse(JSON.parse(this.vault.open(sealed, aadOf(taskId)).toString('utf8')));
  }
}

/** What ties a sealed account to its row; key rotation needs it, too. */
export function aadOf(taskId: string): string {
  return `payout:${taskId}`;
}

/** For lists and the audit log: enough to tell two accounts apart, too little to use. */
export function maskDestination({ bank, account_number, account_name }: Destination): Destination {
  return {
    bank,
    account_number: maskAccount(account_number),
    account_name: maskName(account_name),
  };
}
