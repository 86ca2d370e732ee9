/** `kunci … --json` as an operator runs it; needs `dist/` to be built. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface CommandAnswer {
  readonly code: number;
  readonly json: any;
  readonly stderr: string;
}

export function runKunci(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandAnswer> {
  const path = process.env['PATH'] ?? '';
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(ROOT, 'bin/kunci.mjs'), ...args, '--json'],
      {
        env: { PATH: path, HOME: process.env['HOME'] ?? '', ...env },
        cwd: ROOT,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code ?? 1);
        done({ code, json: stdout === '' ? undefined : JSON.parse(stdout), stderr });
      },
    );
  });
}
