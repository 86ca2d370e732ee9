import { Global, Module } from '@nestjs/common';
import { OverviewSources } from './overview-sources.js';

/** Where every layer registers what it adds to the first page. */
@Global()
@Module({ providers: [OverviewSources], exports: [OverviewSources] })
export class OverviewSourcesModule {}
