/** `kunci <command>`: what an operator does beside the running hub. */
import type { CommandResult } from './cli/command.js';
import { helpText, parseCommandLine, wantsJson } from './cli/command-line.js';
import { COMMANDS } from './cli/command-list.js';
import { describeFailure } from './cli/failure.js';
import { readConfig } from './core/config/config.js';

const argv = process.argv.slice(2);
const isJson = wantsJson(argv);

async function main(): Promise<CommandResult> {
  const invocation = parseCommandLine(argv, COMMANDS);
  if (invocation.kind === 'help') {
    const text = helpText(COMMANDS, invocation.command);
    return { ok: true, lines: [text], data: { help: text } };
  }
  const { command, positionals, options, flags } = invocation;
  return command.run({ positionals, options, flags, readConfig: () => readConfig(process.env) });
}

function print(result: CommandResult): void {
  const text = isJson ? JSON.stringify({ ok: result.ok, ...result.data }) : result.lines.join('\n');
  process.stdout.write(`${text}\n`);
  process.exitCode = result.ok ? 0 : 1;
}

function printFailure(error: unknown): void {
  const { message, problems, exitCode } = describeFailure(error);
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ ok: false, message, errors: problems })}\n`);
  } else {
    process.stderr.write(`${message}\n`);
  }
  process.exitCode = exitCode;
}

await main().then(print, printFailure);
