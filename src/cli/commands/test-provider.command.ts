import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { systemPrincipal } from '#access/principal.js';
import type { Config } from '#core/config/config.js';
import { ConnectionTestService } from '#providers/connection-test.service.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { TestAnswer } from '#providers/provider.schemas.js';
import { AppModule } from '../../app.module.js';
import { type Command, CommandError, type CommandResult } from '../command.js';
import { currentKeysOf, requireTables, withHubDatabase } from '../hub-database.js';

export const testProviderCommand: Command = {
  name: 'provider:test',
  usage: '<slug>',
  summary: 'asks the vendor whether the stored credentials work',
  positionals: { min: 1, max: 1 },
  options: {},
  run: ({ positionals: [slug = ''], readConfig }) => {
    const settings = readConfig();
    return withHubDatabase(settings, async ({ config, database }) => {
      await requireTables(database);
      const masterKeys = await currentKeysOf(settings, database);
      // Neither HTTP nor workers: the parts of the hub, without the hub. Its log would mix with our output.
      return testProvider(config.with({ masterKeys, role: 'api', logLevel: 'silent' }), slug);
    });
  },
};

async function testProvider(config: Config, slug: string): Promise<CommandResult> {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    const provider = app.get(ProviderRegistry, { strict: false }).findBySlug(slug);
    if (!provider || provider.isArchived) {
      throw new CommandError(
        `There is no provider "${slug}"; its slug is the last part of its webhook URL.`,
      );
    }
    const tests = app.get(ConnectionTestService, { strict: false });
    return toResult(slug, await tests.testSaved(provider.id, systemPrincipal('cli')));
  } finally {
    await app.close();
  }
}

/** Only a refusal is a failure: where a vendor can't tell, the test has nothing against the provider. */
function toResult(slug: string, answer: TestAnswer): CommandResult {
  const checks = answer.checks.map(
    ({ name, ok, message }) => `  ${ok ? 'ok    ' : 'FAILED'}  ${name}: ${message}`,
  );
  return {
    ok: answer.test_status !== 'failed',
    lines: [`${slug}: ${answer.test_status}. ${answer.message}`, ...checks],
    data: { slug, ...answer, ok: answer.test_status !== 'failed' },
  };
}
