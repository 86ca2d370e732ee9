import { Module } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { createLog, Log } from './log.js';

/** The log of the process. */
@Module({
  providers: [
    { provide: Log, inject: [Config], useFactory: (config: Config) => createLog(config.logLevel) },
  ],
  exports: [Log],
})
export class LoggingModule {}
