import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** More calls than this at one time are a flood: vendors send a few, a resend of a day's events sends hundreds. */
const FLOOD = 16;
const LOOK_MS = 20;
/** Work goes on during a flood, too, only slower. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Taking calls goes before working on them: a vendor that waits too long gives up, a row on disk does not. Matters
 * where one process does both.
 */
@Injectable()
export class IngestPressure {
  private inFlight = 0;

  /** Counts a call while it is being taken. */
  async during<T>(taking: () => Promise<T>): Promise<T> {
    this.inFlight += 1;
    try {
      return await taking();
    } finally {
      this.inFlight -= 1;
    }
  }

  /** Resolves when there is no flood, or when the work has waited long enough. */
  async calm(): Promise<void> {
    const deadline = Date.now() + LONGEST_WAIT_MS;
    while (this.inFlight >= FLOOD && Date.now() < deadline) await delay(LOOK_MS);
  }
}
