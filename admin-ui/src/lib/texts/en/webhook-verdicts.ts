import type { idWebhookVerdicts } from '../id/webhook-verdicts';

export const enWebhookVerdicts: Readonly<Record<keyof typeof idWebhookVerdicts, string>> = {
  'verdict.received': 'Received, waiting its turn',
  'verdict.received.next': 'Usually done within seconds. This page changes by itself.',
  'verdict.processing': 'Being processed',
  'verdict.processing.next': 'Usually done within seconds. This page changes by itself.',
  'verdict.applied': 'The transaction was updated',
  'verdict.applied.next': 'Nothing is left for you to do.',
  'verdict.unchanged': 'Changed nothing: it was in that state already',
  'verdict.unchanged.next': 'Nothing is left for you to do.',
  'verdict.refused': 'It does not fit the transaction in the hub',
  'verdict.refused.next':
    'For example, the amount differs. Open the payment, compare it with the vendor’s dashboard, then decide.',
  'verdict.answered': 'The vendor’s question was answered',
  'verdict.answered.next': 'Nothing is left for you to do.',
  'verdict.duplicate': 'The same news came before',
  'verdict.duplicate.next':
    'Vendors may send the same news several times. It does not count twice.',
  'verdict.unconfirmed': 'The vendor, when asked, did not confirm this',
  'verdict.unconfirmed.next':
    'The hub asked the vendor directly and was told something else, so this is not believed. If the guest is sure to have paid, look into the vendor’s dashboard.',
  'verdict.unmatched': 'The hub knows no such transaction',
  'verdict.unmatched.next':
    'Perhaps it was made in the vendor’s dashboard, or belongs to another system that uses the same account.',
  'verdict.ignored': 'This kind of news is not used',
  'verdict.ignored.next': 'Nothing is left for you to do.',
  'verdict.failed': 'Could not be processed after several tries',
  'verdict.failed.next': 'Read the technical note below, mend the cause, then press Replay.',
  'verdict.rejected': 'Rejected',
  'verdict.rejected.next':
    'Read the technical note below. Once the key is corrected, press Replay.',
  'verdict.mismatch': 'The signature did not match',
  'verdict.mismatch.next':
    'Perhaps the key in the hub belongs to another account, or sandbox and production are mixed up. Copy the key from the vendor’s dashboard again, save, then press Replay. If you don’t know the sender’s IP address, leave it rejected.',
  'verdict.token_mismatch': 'The webhook token or password is wrong',
  'verdict.token_mismatch.next':
    'Make the webhook token in the hub the same as in the vendor’s dashboard, save, then press Replay.',
  'verdict.no_signature': 'There is no signature',
  'verdict.no_signature.next':
    'The real vendor always sends one. If this is the vendor, check whether a proxy in between removes headers.',
  'verdict.not_configured': 'The key to check with is not filled in',
  'verdict.not_configured.next':
    'Fill in the webhook key on the provider’s Credentials tab, then press Replay.',
  'verdict.key_unreadable': 'The key to check with can’t be read',
  'verdict.key_unreadable.next':
    'Copy the public key from the vendor’s dashboard again, with its BEGIN and END lines, then press Replay.',
  'verdict.nothing_signed': 'The call holds nothing that could have been signed',
  'verdict.nothing_signed.next':
    'See below what is missing. Perhaps this is no webhook of the vendor, or its form has changed.',
  'verdict.stale': 'Sent too long before it arrived',
  'verdict.stale.next':
    'Perhaps somebody repeats an old call, or this server’s clock is off. Check the clock, then ask the vendor to send it again.',
  'verdict.early': 'Sent in the future',
  'verdict.early.next':
    'This server’s clock may be slow. Set it right, then ask the vendor to send it again.',
  'verdict.no_timestamp': 'The time of sending is missing or unreadable',
  'verdict.no_timestamp.next':
    'The real vendor always sends it. Check whether a proxy in between removes headers.',
  'verdict.claims': 'The token is genuine, but not meant for us',
  'verdict.claims.next':
    'Check whether the account ID in the hub is the one in the vendor’s dashboard.',
  'verdict.not_evaluated': 'The signature could not be computed over this call',
  'verdict.not_evaluated.next':
    'The body has another form than usual. If this is the vendor, the connector’s rule must be adapted.',
  'verdict.no_recipe': 'The connector does not know how to check such a call',
  'verdict.no_recipe.next':
    'If this is the vendor, add the rule on the provider’s Connector tab, then press Replay.',
  'verdict.no_webhook': 'This provider uses no webhooks',
  'verdict.no_webhook.next':
    'Remove this address from the vendor’s dashboard, or complete the connector.',
  'verdict.no_route': 'The address is wrong',
  'verdict.no_route.next':
    'Copy the webhook URL from the provider’s page again and paste it into the vendor’s dashboard.',
  'verdict.provider_off': 'The provider is switched off',
  'verdict.provider_off.next': 'Switch the provider on, then press Replay.',
  'verdict.access_token': 'The access token is not valid',
  'verdict.access_token.next':
    'The vendor must ask the hub for a new token first. Usually it does so by itself with the next call.',
  'verdict.handshake': 'The vendor’s introduction was refused',
  'verdict.handshake.next':
    'The tokens differ. Make the token in the hub the one you wrote into the vendor’s dashboard, then save there again.',
};
