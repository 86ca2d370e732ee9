import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { AppError, type FieldError } from '#core/errors/app-error.js';
import { unstorablePath } from './storable-text.js';

interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly code?: string;
  readonly keys?: readonly string[];
}

/** The request does not fit its schema: one entry a field. HTTP 422. */
export class SchemaError extends AppError {
  constructor(errors: readonly FieldError[]) {
    const fields = errors.map((error) => error.field).join(', ');
    super(`The request is not valid; see errors for what each field expects (${fields}).`, {
      status: 422,
      errors,
    });
  }
}

/** What callers write; other parameters of a handler are ours. */
const FROM_OUTSIDE: readonly string[] = ['body', 'query', 'param'];

class ValidationPipe extends StandardSchemaValidationPipe {
  override transform<T = unknown>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const path = FROM_OUTSIDE.includes(metadata.type) ? unstorablePath(value) : undefined;
    if (path === undefined) return super.transform(value, metadata);
    const message = 'expected text without zero bytes and broken characters';
    return Promise.reject(
      new SchemaError([{ field: path.join('.') || metadata.type, code: 'invalid', message }]),
    );
  }
}

/** Checks bodies, queries and params against the schema given in `@Body({ schema })` and the like. */
export function createValidationPipe(): StandardSchemaValidationPipe {
  return new ValidationPipe({
    exceptionFactory: (issues) =>
      new SchemaError((issues as readonly SchemaIssue[]).flatMap(toFieldErrors)),
  });
}

/** Unknown keys come as one issue with a list; everything else as one issue a field. */
export function toFieldErrors(issue: SchemaIssue): FieldError[] {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  const code = issue.code ?? 'invalid';
  if (issue.keys !== undefined) {
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      code,
      message: `${key} is not known here; leave it out or check its spelling`,
    }));
  }
  return [{ field: path.join('.') || 'body', code, message: issue.message }];
}
