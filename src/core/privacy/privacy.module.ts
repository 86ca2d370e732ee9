import { Global, Module } from '@nestjs/common';
import { PersonalDataSources } from './personal-data-source.js';

/** Where every layer registers the personal data that it keeps. */
@Global()
@Module({ providers: [PersonalDataSources], exports: [PersonalDataSources] })
export class PrivacyModule {}
