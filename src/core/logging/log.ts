/** The log: one JSON line on stdout for each entry, secrets masked, the current trace id in each. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { tellOfEntry } from './error-entries.js';
import { redactFields } from './redaction.js';
import { currentTraceId } from './trace-context.js';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Facts of an entry; an error goes under `err`. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * What everyone logs with: a sentence, or facts and a sentence. Facts are ids and counts, never
 * bodies; an entry at `error` or above means that someone should look.
 */
export class Log {
  constructor(private readonly logger: Logger) {}

  trace(fields: LogFields | string, message?: string): void {
    this.write('trace', fields, message);
  }

  debug(fields: LogFields | string, message?: string): void {
    this.write('debug', fields, message);
  }

  info(fields: LogFields | string, message?: string): void {
    this.write('info', fields, message);
  }

  warn(fields: LogFields | string, message?: string): void {
    this.write('warn', fields, message);
  }

  error(fields: LogFields | string, message?: string): void {
    this.write('error', fields, message);
  }

  fatal(fields: LogFields | string, message?: string): void {
    this.write('fatal', fields, message);
  }

  /** A log whose entries all carry these facts. */
  child(fields: LogFields): Log {
    return new Log(this.logger.child(redactFields(fields)));
  }

  private write(
    level: Exclude<LogLevel, 'silent'>,
    fields: LogFields | string,
    message?: string,
  ): void {
    if (typeof fields === 'string') {
      this.logger[level](fields);
      return;
    }
    this.logger[level](fields, message);
    tellOfEntry(level, fields, message);
  }
}

/** Builds the log of a process; without a destination it writes to stdout. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    mixin: traceFields,
    formatters: { level: (label: string) => ({ level: label }), log: redactFields },
    serializers: { err: (reduced: unknown) => reduced },
  };
  return new Log(destination ? pino(options, destination) : pino(options));
}

function traceFields(): Record<string, string> {
  const traceId = currentTraceId();
  return traceId === undefined ? {} : { trace_id: traceId };
}
