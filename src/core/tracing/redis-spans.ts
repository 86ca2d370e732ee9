/** Spans for commands to Redis; ioredis tells of them by a tracing channel of Node, so nothing of it is patched. */
import { tracingChannel } from 'node:diagnostics_channel';
import { context, type Span, trace } from '@opentelemetry/api';
import { beginSpan, failSpan } from './spans.js';

interface CommandMessage {
  readonly command: string;
  readonly database?: number;
  readonly serverAddress?: string;
  readonly serverPort?: number;
}

/** Commands are named, their arguments are not: they are keys and job data. Returns how to stop. */
export function traceRedis(): () => void {
  const channel = tracingChannel<'ioredis:command', CommandMessage>('ioredis:command');
  const running = new WeakMap<CommandMessage, Span>();
  const subscriber = {
    start: (message: CommandMessage) => {
      // Workers ask for jobs all day long; only what belongs to some work is of interest.
      if (!trace.getSpanContext(context.active())) return;
      const span = beginSpan(message.command, {
        kind: 'client',
        attributes: toAttributes(message),
      });
      if (span) running.set(message, span);
    },
    end: () => undefined,
    asyncStart: () => undefined,
    asyncEnd: (message: CommandMessage) => running.get(message)?.end(),
    error: (message: CommandMessage & { readonly error: unknown }) => {
      const span = running.get(message);
      if (span) failSpan(span, message.error instanceof Error ? message.error.name : 'unknown');
    },
  };
  channel.subscribe(subscriber);
  return () => channel.unsubscribe(subscriber);
}

function toAttributes({ command, database, serverAddress, serverPort }: CommandMessage) {
  return {
    'db.system.name': 'redis',
    'db.operation.name': command,
    ...(database !== undefined && { 'db.namespace': String(database) }),
    ...(serverAddress !== undefined && { 'server.address': serverAddress }),
    ...(serverPort !== undefined && { 'server.port': serverPort }),
  };
}
