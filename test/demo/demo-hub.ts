import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const ENTRY = resolve(import.meta.dirname, '../../dist/src/main.js');
const READY = /^Kunci is ready on (\S+)$/;

export interface DemoHub {
  readonly url: string;
  readonly readyLine: string;
  /** The exit code of the hub, once it has ended. */
  readonly exited: Promise<number>;
  stop(): void;
}

/**
 * Starts the built hub as a child in a session of its own, so that Ctrl-C reaches the demo alone and is handed on
 * once. Its ready line is held back: in the demo "ready" means that there is something to see.
 */
export function startDemoHub(settings: Readonly<Record<string, string>>): Promise<DemoHub> {
  const child = spawn(process.execPath, [ENTRY], {
    env: { KUNCI_LOG_LEVEL: 'warn', ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const stop = (): void => {
    child.kill('SIGTERM');
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const exited = new Promise<number>((done) => child.once('close', (code) => done(code ?? 1)));
  return new Promise((done) => {
    let rest = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const url = READY.exec(line)?.[1];
        if (url === undefined) console.log(line);
        else done({ url, readyLine: line, exited, stop });
      }
    });
    void exited.then((code) => process.exit(code));
  });
}
