import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '#core/time/clock.js';
import { AttemptThrottle } from '../setup/attempt-throttle.js';

/** A whole team may accept at once behind one address; the token has 256 bits, so this only saves us work. */
const LIMIT = { attempts: 60, windowMs: 10 * 60_000 } as const;

@Injectable()
export class InvitationThrottleGuard implements CanActivate {
  private readonly throttle: AttemptThrottle;

  constructor(clock: Clock) {
    this.throttle = new AttemptThrottle(LIMIT, clock);
  }

  canActivate(context: ExecutionContext): boolean {
    this.throttle.hit(context.switchToHttp().getRequest<FastifyRequest>().ip);
    return true;
  }
}
