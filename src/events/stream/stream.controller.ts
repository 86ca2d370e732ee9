import { Controller, type MessageEvent, Sse } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { LiveStream } from './live-stream.js';

@ApiTags('look')
@Controller('api/v1/stream')
export class StreamController {
  constructor(private readonly stream: LiveStream) {}

  /** Server-sent events: one line for each thing that changed. `ready` comes first, `ping` while nothing happens. */
  @Sse()
  @RequireScope('logs:read')
  @ApiProduces('text/event-stream')
  open(@CurrentPrincipal() principal: Principal): Observable<MessageEvent> {
    return this.stream.open(principal);
  }
}
