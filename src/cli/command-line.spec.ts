import { describe, expect, it } from '@jest/globals';
import type { Command } from './command.js';
import { UsageError } from './command.js';
import { helpText, parseCommandLine, usageOf, wantsJson } from './command-line.js';

function aCommand(change: Partial<Command> = {}): Command {
  return {
    name: 'greet',
    usage: '<name>',
    summary: 'says hello',
    positionals: { min: 1, max: 1 },
    options: {},
    run: async () => ({ ok: true, lines: [], data: {} }),
    ...change,
  };
}

const greet = aCommand();
const rotate = aCommand({
  name: 'rotate',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: { 'new-key': 'base64:<32 bytes>' },
});
const commands = [greet, rotate];

describe('parseCommandLine', () => {
  it('finds the command and its arguments', () => {
    expect(parseCommandLine(['greet', 'Ayu'], commands)).toEqual({
      kind: 'run',
      command: greet,
      positionals: ['Ayu'],
      options: {},
      flags: new Set(),
    });
  });

  it('takes options and flags that may be left out', () => {
    const kit: Command = {
      ...greet,
      name: 'kit',
      optional: { key: '<key>' },
      flags: ['with-key', 'html'],
    };
    expect(parseCommandLine(['kit', 'Ayu'], [kit])).toMatchObject({
      options: {},
      flags: new Set(),
    });
    expect(parseCommandLine(['kit', '--html', '--key=x', 'Ayu'], [kit])).toMatchObject({
      options: { key: 'x' },
      flags: new Set(['html']),
    });
    expect(usageOf(kit)).toContain('[--key=<key>] [--with-key] [--html]');
  });

  it.each([
    ['with an equals sign', ['rotate', '--new-key=base64:abc=']],
    ['as two words', ['rotate', '--new-key', 'base64:abc=']],
  ])('takes the value of an option %s', (_how, argv) => {
    expect(parseCommandLine(argv, commands)).toMatchObject({
      options: { 'new-key': 'base64:abc=' },
    });
  });

  it.each([
    [['--json', 'greet', 'Ayu']],
    [['greet', '--json', 'Ayu']],
    [['greet', 'Ayu', '--json']],
  ])('takes --json anywhere: %j', (argv) => {
    expect(parseCommandLine(argv, commands)).toMatchObject({ kind: 'run', positionals: ['Ayu'] });
    expect(wantsJson(argv)).toBe(true);
  });

  it.each([[[]], [['--help']], [['-h']], [['help']]])('shows the whole help for %j', (argv) => {
    expect(parseCommandLine(argv, commands)).toEqual({ kind: 'help' });
  });

  it('shows the help of one command even when its arguments are missing', () => {
    expect(parseCommandLine(['greet', '--help'], commands)).toEqual({
      kind: 'help',
      command: greet,
    });
  });

  it.each([
    ['a command that does not exist', ['dance'], 'There is no command "dance"'],
    ['a missing argument', ['greet'], 'kunci greet <name>'],
    ['too many arguments', ['greet', 'Ayu', 'Budi'], 'Too many arguments'],
    ['a missing option', ['rotate'], '--new-key is missing'],
    [
      'an option without its value',
      ['rotate', '--new-key'],
      'kunci rotate --new-key=base64:<32 bytes>',
    ],
    ['an option that does not exist', ['greet', 'Ayu', '--loud'], "Unknown option '--loud'"],
  ])('refuses %s and says how it is used', (_what, argv, message) => {
    const parse = (): unknown => parseCommandLine(argv, commands);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });
});

describe('helpText', () => {
  it('lists every command with its summary', () => {
    const text = helpText(commands);
    for (const command of commands) {
      expect(text).toContain(usageOf(command).slice('kunci '.length));
      expect(text).toContain(command.summary);
    }
  });
});
