import { Module } from '@nestjs/common';
import { SearchSourcesModule } from '#core/search/search-sources.module.js';
import { SearchController } from './search.controller.js';
import { SearchService } from './search.service.js';

/** One search field for everything that the layers have registered. */
@Module({
  imports: [SearchSourcesModule],
  controllers: [SearchController],
  providers: [SearchService],
})
export class SearchModule {}
