import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { AppError } from '#core/errors/app-error.js';
import type { Secret } from '#core/secret/secret.js';

/** The metrics ask for their own token; an API key does not open them. HTTP 401. */
export class MetricsTokenError extends AppError {
  constructor() {
    super('Send the token of KUNCI_METRICS_TOKEN in the header "Authorization: Bearer <token>".', {
      status: 401,
    });
  }
}

const BEARER = /^Bearer +(\S+) *$/i;

/** Who may read the metrics: everyone who reaches the port, or whoever knows the token when one is set. */
@Injectable()
export class MetricsAccess {
  private readonly token: Secret | undefined;

  constructor(config: Config) {
    this.token = config.metricsToken;
  }

  /** @throws MetricsTokenError */
  check(authorization: string | undefined): void {
    if (!this.token) return;
    const given = BEARER.exec(authorization ?? '')?.[1] ?? '';
    // Digests have one length, so the comparison takes the same time whatever was sent.
    if (!timingSafeEqual(digest(given), digest(this.token.reveal()))) throw new MetricsTokenError();
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
