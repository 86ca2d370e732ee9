import type { Setup, SetupAnswer } from '../../../../src/access/setup/setup.schemas.js';
import { postJson } from '../../lib/api';

export function completeSetup(values: Setup): Promise<SetupAnswer> {
  return postJson<SetupAnswer>('/api/v1/setup', values);
}
