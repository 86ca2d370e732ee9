import type { idIntegrations } from '../id/integrations';

/** The texts of the integration and feature pages. */
export const enIntegrations: Readonly<Record<keyof typeof idIntegrations, string>> = {
  'category.payment': 'Payments',
  'category.payment.promise':
    'No payment gateway yet. Once connected, guests pay by card, QRIS, virtual account or e-wallet, and you see the outcome here.',
  'category.whatsapp': 'WhatsApp',
  'category.whatsapp.promise':
    'Booking confirmations and reminders by WhatsApp will be set up here. The first providers are on their way.',
  'category.sms': 'SMS',
  'category.sms.promise':
    'Codes and notices by SMS will be set up here, also as a fallback while WhatsApp has trouble. The first providers are on their way.',
  'category.mail': 'Email',
  'category.mail.promise':
    'Emails such as confirmations and bills will be set up here. The first providers are on their way.',
  'category.ota': 'OTA',
  'category.ota.promise':
    'Rooms, rates and bookings of online travel agents will be connected here. The first channels are on their way.',
  'category.door-lock': 'Door locks',
  'category.door-lock.promise':
    'Room cards and codes will be issued by your door lock system here. The first systems are on their way.',
  'category.coretax': 'Coretax',
  'category.coretax.promise':
    'Tax invoices will be sent to Coretax from here. The connection is on its way.',
  'category.storage': 'Storage',
  'category.storage.promise':
    'Where documents and photos are kept will be chosen here. The first providers are on their way.',
  'category.captcha': 'Captcha',
  'category.captcha.promise':
    'Protection of booking forms against robots will be set up here. The first providers are on their way.',

  'feature.payment.page': 'Payment page',
  'feature.payment.embed': 'Payment form on your own site',
  'feature.payment.qris': 'QRIS',
  'feature.payment.virtual_account': 'Virtual account (VA)',
  'feature.payment.card': 'Card',
  'feature.payment.e_wallet': 'E-wallet',
  'feature.payment.subscription': 'Recurring payments',

  'integrations.intro':
    'The vendors your hotel is connected to, how they are, and which are in use.',
  'integrations.connect': 'Connect a provider',
  'integrations.no_calls': 'No calls within 24 hours',
  'integrations.success': '24 hours: {calls} calls, {rate} succeeded',
  'integrations.default': 'Default',
  'integrations.paused': 'Paused',
  'integrations.active': '{name} is in use',

  'breaker.open': 'Paused by breaker',
  'breaker.half_open': 'Being tried again',

  'order.move': 'Move {name}',
  'order.first': 'Make {name} the first',
  'order.up': 'Move {name} up',
  'order.down': 'Move {name} down',

  'role.primary': 'Primary',
  'role.fallback': 'Fallback',

  'environment.label': 'Environment',
  'environment.sandbox': 'Sandbox',
  'environment.production': 'Production',
  'environment.sandbox.help':
    "The sandbox is for trying out: no real money moves. Use the sandbox keys of the vendor's dashboard.",
  'environment.production.help':
    "Production moves real money. Use the production keys of the vendor's dashboard.",

  'switch_off.title': 'Switch off {name}',
  'switch_off.text':
    '{name} is a primary provider just now. Choose who takes over, so that guests are still served.',
  'switch_off.next': 'Next primary for {feature}',
  'switch_off.nobody': 'Nobody takes over',
  'switch_off.alone': 'Features without a successor stop working until a provider is active.',
  'switch_off.confirm': 'Switch off {name}',

  'webhook.title': 'Give this address to the vendor',
  'webhook.url': 'Webhook URL for {name}',
  'webhook.local':
    'Only your own network can reach this address. The vendor needs a public one: ask whoever runs the server to set it (KUNCI_PUBLIC_URL).',
  'webhook.steps': 'How to set it up in the vendor’s dashboard',
  'webhook.waiting': 'Waiting for the first webhook…',
  'webhook.seen': 'The latest webhook was received.',
  'webhook.rejected':
    'The latest webhook was rejected: its signature did not match. Check the keys.',
  'webhook.filter': 'State',
  'webhook.empty': 'No webhook of this provider yet.',
  'webhook.body': 'Body',
  'webhook.headers': 'Headers',

  'reach.title': 'Can the vendor reach this hub?',
  'reach.start': 'Check',
  'reach.again': 'Check again',
  'reach.ok': 'Webhooks can get here.',
  'reach.broken': 'Something keeps webhooks away. Follow the advice below.',
  'reach.note':
    'Checked from the hub’s own server. Behind a proxy or firewall a vendor may be treated differently.',
  'reach.level.passed': 'Passed',
  'reach.level.warning': 'Attention',
  'reach.level.failed': 'Failed',
  'reach.level.skipped': 'Not checked',
  'reach.check.public_url': 'Public address',
  'reach.check.https': 'Encryption (https)',
  'reach.check.dns': 'Name in DNS',
  'reach.check.public_address': 'Open to the internet',
  'reach.check.certificate': 'TLS certificate',
  'reach.check.delivery': 'Test delivery',
  'reach.check.large_body': 'Large delivery',
  'reach.check.provider_active': 'Provider is on',
  'reach.check.last_webhook': 'Last webhook',
  'archive.first.title': 'Who takes over from {name}?',
  'archive.first.text':
    '{name} still serves the features below. Choose who takes over; after that {name} is archived.',

  'provider.back': 'All integrations',
  'provider.name': 'Name',
  'provider.name.help': 'A name you recognise, such as "QRIS front desk".',
  'provider.archived': 'This provider is archived. Its history can still be read.',
  'provider.tab.overview': 'Overview',
  'provider.tab.credentials': 'Keys',
  'provider.tab.settings': 'Settings',
  'provider.tab.connector': 'Connector',
  'provider.tab.logs': 'Calls',
  'provider.tab.webhooks': 'Webhooks',
  'provider.tab.history': 'History',

  'window.label': 'Time range',
  'window.1h': '1 hour',
  'window.24h': '24 hours',
  'window.7d': '7 days',
  'window.30d': '30 days',

  'figures.calls': 'Calls',
  'figures.success': 'Succeeded',
  'figures.p50': 'Usually answered within',
  'figures.p95': '95% answered within',
  'figures.p99': '99% answered within',
  'figures.none': 'No calls to the vendor within this time.',
  'figures.over_time': 'Success rate',

  'failures.title': 'Latest failures',
  'failures.none': 'No failures.',

  'actions.title': 'Actions',
  'actions.test': 'Test connection',
  'actions.test.text': 'Ask the vendor whether the saved keys are still accepted.',
  'actions.pause': 'Pause',
  'actions.pause.text':
    'No new calls to the vendor until you resume it. Its features move to the fallback, webhooks are still taken, and what can wait waits.',
  'actions.resume': 'Resume',
  'actions.resume.text': 'This provider is paused. Resume to call it again.',
  'actions.cut': 'Cut off for now',
  'actions.cut.text': 'Skip this provider and use the fallback until you join it again.',
  'actions.join': 'Join again',
  'actions.join.text':
    'This provider is paused by its breaker. Join it again when the vendor has recovered.',
  'actions.archive': 'Archive',
  'actions.archive.text':
    'The provider is no longer used. Its history stays, its webhooks are no longer taken.',

  'archive.title': 'Archive {name}?',
  'archive.text':
    '{name} can not be used again and its webhooks are refused. The history of its transactions stays.',
  'archive.confirm': 'Archive {name}',

  'provider.settings.timeout': 'Time limit (seconds)',
  'provider.settings.timeout.help': 'How long the vendor may take to answer.',
  'provider.settings.failures': 'Failures in a row',
  'provider.settings.failures.help': 'After so many it is paused by the breaker.',
  'provider.settings.rest': 'Rest (seconds)',
  'provider.settings.rest.help': 'Then the vendor is tried again.',
  'provider.settings.is_default': 'Default provider of its category',
  'provider.settings.notes': 'Notes',
  'provider.settings.base_urls': 'Server addresses',
  'provider.settings.base_urls.help': "Empty means the vendor's own addresses.",
  'provider.settings.extra_config': 'Settings of the vendor',
  'provider.settings.extra_config.help': 'Options that its preset names, as JSON.',
  'provider.settings.extra_headers': 'Extra headers',
  'provider.settings.extra_headers.help': 'Sent with every call. Values are kept encrypted.',
  'provider.settings.fees': 'Fees',
  'provider.settings.advanced': 'Advanced: server addresses, headers and rates (JSON)',
  'fees.none': 'Not entered yet.',
  'fees.unknown': 'Not known',
  'fees.all_methods': 'All other methods',
  'fees.min': 'at least {amount}',
  'fees.max': 'at most {amount}',
  'fees.tax': '{rate} VAT',
  'provider.settings.fees.help': 'Rates of your contract; used to choose the cheapest provider.',
  'provider.settings.saved': 'The settings are saved.',

  'json.broken': 'The JSON is broken in line {line}. Check commas, quotes and brackets.',

  'connector.text':
    "How the hub speaks to this vendor. Change it only with the vendor's documentation at hand.",
  'connector.label': 'Connector (JSON)',
  'connector.saved': 'The connector is saved. Test the connection to be sure.',

  'connector.keys': 'Ctrl+Space shows what fits. Press Esc, then Tab to leave the editor.',
  'connector.format': 'Tidy up',
  'connector.revert': 'Revert',
  'connector.compare': 'Compare with the preset',
  'playground.mode': 'What to try',
  'playground.mode.request': 'Request',
  'playground.mode.response': 'Answer',
  'playground.mode.webhook': 'Webhook',
  'playground.request.help': 'What the PMS sends, in the hub’s own words.',
  'playground.webhook': 'Sample webhook (JSON)',
  'playground.webhook.help': 'Its shape: headers and body; method, query and path if you like.',
  'playground.sent': '{place}. {method} {url}',
  'playground.result': 'What the hub reads out of it',
  'playground.refs': 'Vendor ids that are kept',
  'playground.events': 'Events',
  'playground.reply': 'Reply to the vendor',
  'playground.broken': 'The connector is not right yet',
  'playground.verdict.accepted': 'Accepted',
  'playground.verdict.rejected': 'Rejected',
  'playground.verdict.handshake': 'Handshake',
  'playground.title': 'Try the connector',
  'playground.text': 'See which request would be sent. Nothing is sent and nothing is saved.',
  'playground.operation': 'Operation',
  'playground.request': 'Sample request (JSON)',
  'playground.response': 'Sample answer of the vendor (JSON)',
  'playground.response.help':
    'As in: status, headers, body. When given, what the hub reads out of it is shown too.',
  'playground.run': 'Show the result',

  'preset.update.title': 'A newer version of the preset is there',
  'preset.update.text':
    'The description of this vendor was updated. Compare the changes before you take them over.',
  'preset.update.show': 'Show what changes',
  'preset.update.apply': 'Take over the new version',

  'diff.none': 'No difference.',
  'diff.before': 'before',
  'diff.after': 'after',
  'diff.absent': 'absent',

  'logs.filter': 'Outcome',
  'logs.all': 'All',
  'logs.ok': 'Succeeded',
  'logs.failed': 'Failed',
  'logs.empty': 'No call to this vendor yet. The first one shows here as soon as the PMS uses it.',
  'logs.trace': 'Trace id: {trace}',
  'logs.request': 'Request',
  'logs.response': 'Answer',

  'history.empty': 'No change was recorded yet.',
  'history.created': 'Created',
  'history.updated': 'Changed',
  'history.archived': 'Archived',
  'history.paused': 'Paused',
  'history.resumed': 'Resumed',
  'history.ordered': 'Put into another order',
  'history.key_rotated': 'Keys encrypted anew',
  'history.limits': 'Usage limits changed',
  'history.breaker_opened': 'Cut off by an operator',
  'history.breaker_closed': 'Joined again by an operator',
  'history.other': 'Another change ({action})',

  'features.intro': 'What the PMS asks for, who serves it, and who steps in.',
  'features.filter': 'Features shown',
  'features.filter.all': 'All',
  'features.filter.mapped': 'Served',
  'features.filter.unmapped': 'Not served',
  'features.unmapped': 'Not served',
  'features.unmapped.text':
    'What the PMS asks of this feature is refused until a provider serves it. Add one below.',
  'features.nobody_to_map':
    'There is no provider for this feature yet. Connect one on the integrations page.',
  'features.property': 'Property',
  'features.inherited': 'Follows all properties. A change here holds for {property} only.',
  'features.own': 'An order of its own for {property}.',
  'features.follow': 'Follow all properties again',
  'features.others': '{count} properties have an order of their own.',
  'features.unserved.title': 'The PMS asks for features that nobody serves',
  'features.unserved':
    'The PMS asked for this {count}×, last {ago}, and was refused because no provider is on. Add one below, or remove the feature in the PMS.',
  'features.fallback': 'Fallback {place}',
  'features.strategy': 'How to choose for {feature}',
  'features.add': 'Add a provider for {feature}',
  'features.add.placeholder': 'Add a provider',
  'features.key': 'Name in the PMS: {key}',
  'features.remove': 'Remove {name}',
  'features.weight': 'Weight of {name}',

  'strategy.priority': 'In this order',
  'strategy.least_cost': 'The cheapest',
  'strategy.weighted': 'Shared by weight',
};
