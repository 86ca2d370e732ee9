import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '#core/time/clock.js';
import { AttemptThrottle } from './attempt-throttle.js';

/** A person needs one or two; the token has 256 bits, so this only keeps strangers from costing us work. */
const LIMIT = { attempts: 10, windowMs: 10 * 60_000 } as const;

@Injectable()
export class SetupThrottleGuard implements CanActivate {
  private readonly throttle: AttemptThrottle;

  constructor(clock: Clock) {
    this.throttle = new AttemptThrottle(LIMIT, clock);
  }

  canActivate(context: ExecutionContext): boolean {
    this.throttle.hit(context.switchToHttp().getRequest<FastifyRequest>().ip);
    return true;
  }
}
