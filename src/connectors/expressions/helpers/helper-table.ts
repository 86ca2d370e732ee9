/** All helper functions of the expression language in one list: registered from it, documented from it. */
import type { ExpressionHelper } from '#connectors/expressions/helpers/helper.js';
import { CRYPTO_HELPERS } from '#connectors/expressions/helpers/crypto.helpers.js';
import { JSON_HELPERS } from '#connectors/expressions/helpers/json.helpers.js';
import { MONEY_AND_TIME_HELPERS } from '#connectors/expressions/helpers/money-and-time.helpers.js';
import { TEXT_HELPERS } from '#connectors/expressions/helpers/text.helpers.js';

/** In the order in which documentation shows them. */
export const EXPRESSION_HELPERS: readonly ExpressionHelper[] = [
  ...MONEY_AND_TIME_HELPERS,
  ...CRYPTO_HELPERS,
  ...TEXT_HELPERS,
  ...JSON_HELPERS,
];
