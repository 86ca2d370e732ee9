/** From `argv` to a command and its input. Pure, so that every mistake can be tested. */
import { parseArgs } from 'node:util';
import { type Command, UsageError } from './command.js';

export type Invocation =
  | { readonly kind: 'help'; readonly command?: Command }
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly positionals: readonly string[];
      readonly options: Readonly<Record<string, string>>;
      readonly flags: ReadonlySet<string>;
    };

/** Whether the answer is wanted as JSON; known before anything can go wrong. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.includes('--json');
}

/** @throws UsageError naming what is wrong and how the command is used */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
): Invocation {
  const [name, ...rest] = argv.filter((argument) => argument !== '--json');
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    return { kind: 'help' };
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    throw new UsageError(
      `There is no command "${name}". ${commands.map((known) => known.name).join(', ')} are there.`,
    );
  }
  const { values, positionals } = parse(command, rest);
  if (values.help === true) return { kind: 'help', command };
  const options = onlyTexts(values);
  checkArguments(command, positionals, options);
  const flags = new Set((command.flags ?? []).filter((flag) => Reflect.get(values, flag) === true));
  return { kind: 'run', command, positionals, options, flags };
}

function parse(command: Command, args: string[]) {
  const named = Object.keys({ ...command.options, ...command.optional });
  const taken = named.map((name) => [name, { type: 'string' }] as const);
  const flags = (command.flags ?? []).map((name) => [name, { type: 'boolean' }] as const);
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...Object.fromEntries(taken),
        ...Object.fromEntries(flags),
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node explains at length how to pass a value that begins with a dash; the first sentence is enough.
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new UsageError(`${reason.replace(/\.$/, '')}. Usage: ${usageOf(command)}`);
  }
}

function onlyTexts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function checkArguments(
  command: Command,
  positionals: readonly string[],
  options: Readonly<Record<string, string>>,
): void {
  const missing = Object.keys(command.options).find((name) => options[name] === undefined);
  if (missing !== undefined) {
    throw new UsageError(`--${missing} is missing. Usage: ${usageOf(command)}`);
  }
  const { min, max } = command.positionals;
  if (positionals.length < min) {
    throw new UsageError(`An argument is missing. Usage: ${usageOf(command)}`);
  }
  if (positionals.length > max) {
    throw new UsageError(`Too many arguments. Usage: ${usageOf(command)}`);
  }
}

/** `kunci user:reset-password <email>` */
export function usageOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, value]) => `--${name}=${value}`);
  const optional = Object.entries(command.optional ?? {}).map(
    ([name, value]) => `[--${name}=${value}]`,
  );
  const flags = (command.flags ?? []).map((name) => `[--${name}]`);
  return ['kunci', command.name, ...options, ...optional, ...flags, command.usage]
    .filter((part) => part !== '')
    .join(' ');
}

/** The help page, or that of one command. */
export function helpText(commands: readonly Command[], only?: Command): string {
  if (only) {
    return `${usageOf(only)}\n\n  ${only.summary}\n  --json prints one JSON object instead of text.`;
  }
  const usages = commands.map((command) => usageOf(command).slice('kunci '.length));
  const width = Math.max(...usages.map((usage) => usage.length));
  const lines = commands.map(
    (command, i) => `  ${(usages[i] ?? '').padEnd(width)}  ${command.summary}`,
  );
  return [
    'kunci <command> [--json]',
    '',
    ...lines,
    '',
    'Settings are read from the environment as the hub reads them; the README lists them.',
    'Exit codes: 0 fine, 1 failed, 64 wrong usage, 78 wrong settings.',
  ].join('\n');
}
