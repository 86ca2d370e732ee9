import type { Config } from '#core/config/config.js';

/** What a command has to say: lines for people, data for `--json`; `ok` decides the exit code. */
export interface CommandResult {
  readonly ok: boolean;
  readonly lines: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the person typed after the command's name, checked against its usage. */
interface CommandInput {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  /** Names of the flags that were given. */
  readonly flags: ReadonlySet<string>;
  /** Reads the settings; only commands that need them fail on bad ones. */
  readonly readConfig: () => Config;
}

export interface Command {
  readonly name: string;
  /** Arguments as shown in the help: `<email>`. */
  readonly usage: string;
  readonly summary: string;
  /** How many arguments it takes. */
  readonly positionals: { readonly min: number; readonly max: number };
  /** Options that take a value, all of them required, with what they are. */
  readonly options: Readonly<Record<string, string>>;
  /** The same, but they may be left out. */
  readonly optional?: Readonly<Record<string, string>>;
  /** Options without a value. */
  readonly flags?: readonly string[];
  run(input: CommandInput): Promise<CommandResult>;
}

/** The command line can't be understood; exit code 64 (EX_USAGE). */
export class UsageError extends Error {
  static readonly exitCode = 64;

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Something the operator has to put right first; the message says what. Exit code 1. */
export class CommandError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
  }
}
