import 'reflect-metadata';
import { ConfigError, readConfig } from '#core/config/config.js';
import { type Hub, startHub } from './hub.js';

/** What runs gets this long to end after SIGTERM or Ctrl-C; the hub itself gives up a little earlier. */
const STOP_MS = 30_000;
/** Ctrl-C under npm arrives twice, from the terminal and from npm; only a later one means "now". */
const SAME_SIGNAL_MS = 1_000;

/** Lines for the person at the terminal; the log goes beside them, one JSON line an entry. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const stopAsked = waitForSignal();
  let hub: Hub;
  try {
    hub = await startHub(readConfig(process.env));
  } catch (error) {
    // What was started is stopped by now; something left open must not keep a hub that isn't one alive.
    process.exit(reportFailure(error));
  }
  if (hub.setupUrl !== undefined) say(`Make the owner account here, once: ${hub.setupUrl}`);
  say(hub.config.servesHttp ? `Kunci is ready on ${hub.url}` : 'Kunci worker is ready');
  await stopAsked;
  await stop(hub);
}

/** Resolves at the first signal; one more, when that is no echo of the first, ends the process at once. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        firstAt ??= performance.now();
        if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(130);
        resolve();
      });
    }
  });
}

async function stop(hub: Hub): Promise<void> {
  const timer = setTimeout(() => {
    process.stderr.write('Kunci could not stop in time and ends now.\n');
    process.exit(1);
  }, STOP_MS);
  await hub.stop();
  clearTimeout(timer);
  process.exit(0);
}

function reportFailure(error: unknown): number {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return ConfigError.exitCode;
  }
  process.stderr.write(
    `Kunci can't start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return 1;
}

await main();
