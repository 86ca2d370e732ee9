import { Global, Module } from '@nestjs/common';
import { SearchSources } from './search-source.js';

/** Where every layer registers what can be found. */
@Global()
@Module({ providers: [SearchSources], exports: [SearchSources] })
export class SearchSourcesModule {}
