import { Module } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { createLog, Log } from './log.js';
import { NestLogAdapter } from './nest-log.adapter.js';

/** The log of the process, and the adapter that sends the framework's lines to it. */
@Module({
  providers: [
    { provide: Log, inject: [Config], useFactory: (config: Config) => createLog(config.logLevel) },
    { provide: NestLogAdapter, inject: [Log], useFactory: (log: Log) => new NestLogAdapter(log) },
  ],
  exports: [Log, NestLogAdapter],
})
export class LoggingModule {}
