import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '#core/config/config.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { CommandError, UsageError } from './command.js';
import { describeFailure } from './failure.js';

describe('describeFailure', () => {
  it.each([
    ['wrong settings', new ConfigError(['PORT: expected a port number']), 78],
    ['wrong usage', new UsageError('An argument is missing'), 64],
    ['a refusal', new CommandError('Stop the hub first'), 1],
    ['an error of the hub', new InvalidInputError('email', 'expected an address'), 1],
    ['a bug', new TypeError('x is undefined'), 1],
  ])('gives %s its exit code', (_what, error, exitCode) => {
    expect(describeFailure(error).exitCode).toBe(exitCode);
  });

  it('names the variable of a wrong setting', () => {
    const { message, problems } = describeFailure(
      new ConfigError(['PORT: expected a port number']),
    );
    expect(message).toContain('PORT: expected a port number');
    expect(problems).toEqual(['PORT: expected a port number']);
  });

  it('says what to do about a database that is not there', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
      code: 'ECONNREFUSED',
    });
    expect(describeFailure(refused).message).toContain('check DATABASE_URL');
  });

  it('shows the stack of a bug only', () => {
    expect(describeFailure(new TypeError('x is undefined')).message).toContain('failure.spec');
    expect(describeFailure(new CommandError('Stop the hub first')).message).toBe(
      'Stop the hub first',
    );
  });
});
