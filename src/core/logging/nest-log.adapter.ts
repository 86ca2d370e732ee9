import type { LoggerService } from '@nestjs/common';
import type { Log, LogFields } from './log.js';

/** Parts of the framework that list every module and route at each start; for who debugs the wiring only. */
const CHATTY: ReadonlySet<string> = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

type Level = 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal';

/**
 * Lets the framework's own logger write to our log. Nest passes its arguments in two orders:
 * `(message, …, context)` and, for errors, `(message, stack, context)`.
 */
export class NestLogAdapter implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(CHATTY.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const { fields, text } = toEntry(message, rest);
    this.target[level](fields, text);
  }
}

interface Entry {
  readonly fields: LogFields;
  readonly text: string;
}

/** Sorts Nest's loose arguments: objects and errors are facts, the last text is the context, others the sentence. */
function toEntry(message: unknown, rest: readonly unknown[]): Entry {
  const texts = rest.filter((part): part is string => typeof part === 'string');
  const context = texts.at(-1);
  const others = texts.slice(0, -1);
  const fields = { ...(context === undefined ? {} : { context }), ...stackOf(others) };
  const details = Object.assign({}, ...rest.map(factsOf)) as LogFields;
  if (typeof message === 'object' && message !== null) {
    const text =
      others.find((part) => !isStack(part)) ?? (message instanceof Error ? message.message : '');
    return { fields: { ...fields, ...details, ...factsOf(message) }, text };
  }
  return { fields: { ...fields, ...details }, text: String(message) };
}

function factsOf(part: unknown): LogFields {
  if (part instanceof Error) return { err: part };
  return typeof part === 'object' && part !== null ? { ...part } : {};
}

function stackOf(texts: readonly string[]): LogFields {
  const stack = texts.find(isStack);
  return stack === undefined ? {} : { stack };
}

function isStack(text: string): boolean {
  return /\n\s+at /.test(text);
}
