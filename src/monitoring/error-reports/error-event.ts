/**
 * What is reported of an error: its type, where in our code it happened, and the sentence that the log says about it.
 * Never its message: drivers, parsers and vendors quote rows, bodies and guests in theirs. Whoever needs it finds the
 * line in the log by its trace id.
 */
import { randomUUID } from 'node:crypto';
import { createStackParser, type Event, type Exception, type StackFrame } from '@sentry/core';
import { nodeStackLineParser } from '@sentry/core/server';
import type { ErrorEntry } from '#core/logging/error-entries.js';

export interface ReportOrigin {
  readonly release: string;
  readonly role: string;
  /** Folder of the program; frames are named from there. */
  readonly root: string;
}

/** Ids and templates by which the log names things; other facts stay in the log. */
const TAGS = [
  'route',
  'method',
  'queue',
  'rule',
  'source',
  'channel',
  'attempt',
  'provider_id',
  'webhook_log_id',
  'delivery_id',
  'endpoint_id',
  'payment_id',
  'alert_id',
] as const;
const TAG_VALUE = /^[\w:./*{}-]{1,200}$/;
const CODE = /^[A-Za-z0-9_]{1,60}$/;
const MAX_CAUSES = 4;
/** What stands before the message in a stack. */
const STACK_NAME = /^[\w$.]*(?: \[\w+\])?(?:: )?$/;

const parseStack = createStackParser(nodeStackLineParser());

/** @param traceId 32 hex digits, when the error happened in a trace */
export function toErrorEvent(
  entry: ErrorEntry,
  traceId: string | undefined,
  origin: ReportOrigin,
): Event {
  const chain = causesOf(entry.error);
  const sentence = isOwnSentence(entry.sentence, chain) ? entry.sentence : undefined;
  return {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1_000,
    platform: 'node',
    level: entry.level,
    release: origin.release,
    // The innermost cause first, as the protocol wants it.
    exception: {
      values: chain
        .map((error, i) => toException(error, i === 0 ? sentence : undefined, origin))
        .reverse(),
    },
    tags: {
      role: origin.role,
      ...tagsOf(entry),
      ...(traceId !== undefined && { trace_id: traceId }),
    },
    ...(traceId !== undefined && {
      contexts: { trace: { trace_id: traceId, span_id: traceId.slice(16) } },
    }),
  };
}

function causesOf(error: Error): Error[] {
  const chain = [error];
  for (let next = error.cause; next instanceof Error && chain.length < MAX_CAUSES;) {
    chain.push(next);
    next = next.cause;
  }
  return chain;
}

/** The framework logs some errors with their message as the sentence. */
function isOwnSentence(sentence: string, chain: readonly Error[]): boolean {
  return (
    sentence !== '' && chain.every(({ message }) => message === '' || !sentence.includes(message))
  );
}

function toException(error: Error, sentence: string | undefined, origin: ReportOrigin): Exception {
  return {
    type: error.name,
    value: sentence ?? codeOf(error) ?? 'see the log',
    stacktrace: { frames: framesOf(error, origin.root) },
    mechanism: { type: 'generic', handled: true },
  };
}

/** Such as ECONNREFUSED or a SQLSTATE. */
function codeOf(error: Error): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && CODE.test(code) ? code : undefined;
}

/** A stack begins with the message, which may look like a frame itself: so only what surely comes after it is read. */
function framesOf(error: Error, root: string): StackFrame[] {
  return parseStack(behindMessage(error)).map((frame) => ({
    function: frame.function,
    filename: frame.filename?.replace(`${root}/`, ''),
    lineno: frame.lineno,
    colno: frame.colno,
    in_app: frame.filename?.startsWith(root) === true && !frame.filename.includes('node_modules'),
  }));
}

/** Nothing when the stack was written with another message than the error has now. */
function behindMessage({ stack = '', message }: Error): string {
  const head = message === '' ? /^[\w$.]+(?=\n)/.exec(stack)?.[0] : message;
  const at = head === undefined ? -1 : stack.indexOf(head);
  if (head === undefined || at < 0 || !STACK_NAME.test(stack.slice(0, at))) return '';
  return stack.slice(at + head.length);
}

function tagsOf({ error, fields }: ErrorEntry): Record<string, string> {
  const code = codeOf(error);
  const tags: Record<string, string> = code === undefined ? {} : { code };
  for (const name of TAGS) {
    const value = fields[name];
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && TAG_VALUE.test(text)) tags[name] = text;
  }
  return tags;
}
