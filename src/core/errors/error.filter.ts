import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseOutage } from '#core/database/database-outage.js';
import { AppError, type FieldError } from './app-error.js';
import { toErrorBody } from './error-body.js';

interface Rendered {
  readonly status: number;
  readonly message: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterS?: number;
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: 'The request could not be read; send valid JSON with content type application/json.',
  404: 'There is nothing at this address; the API is described at /api/docs.',
  413: 'The request body is too large: 2 MiB at most, unless the API page says otherwise. Send less at once.',
  415: 'The content type is not supported; send application/json.',
};

const OUTAGE: Rendered = {
  status: 503,
  message:
    'The storage of this hub is out of reach for a moment. Repeat the request, with the same Idempotency-Key where it has one.',
  errors: [],
  retryAfterS: 2,
};

/** Turns whatever was thrown into the one answer shape. What we did not raise ourselves is a bug: 500 and a log line. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest & { traceId?: string }>();
    const reply = http.getResponse<FastifyReply>();
    const rendered = this.render(error, request);
    if (rendered.retryAfterS !== undefined) {
      void reply.header('retry-after', String(Math.ceil(rendered.retryAfterS)));
    }
    void reply.status(rendered.status).send(toErrorBody(rendered, request.traceId));
  }

  private render(error: unknown, request: FastifyRequest): Rendered {
    if (error instanceof AppError) return error;
    const status = statusOf(error);
    if (status !== undefined && status < 500) {
      return { status, message: STATUS_TEXT[status] ?? messageOf(error), errors: [] };
    }
    const fields = { err: error, method: request.method, route: request.routeOptions.url };
    if (isDatabaseOutage(error)) {
      this.logger.error(fields, 'the database was out of reach');
      return OUTAGE;
    }
    this.logger.error(fields, 'unexpected error');
    return {
      status: 500,
      message:
        'Something went wrong on our side. Try again; if it stays, give the operator the trace id.',
      errors: [],
    };
  }
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The request was refused.';
}
