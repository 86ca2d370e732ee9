/** One thing the doctor looked at; a message that is not `ok` says what to do. */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
}

export function fine(name: string, message: string): Finding {
  return { name, status: 'ok', message };
}

export function warning(name: string, message: string): Finding {
  return { name, status: 'warning', message };
}

export function failed(name: string, message: string): Finding {
  return { name, status: 'failed', message };
}

/** The first line of what went wrong: the doctor's findings are one line each. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? '';
}
