import type { id } from './id';

/** The texts in English: its own language, not a translation word by word. */
export const en: Readonly<Record<keyof typeof id, string>> = {
  'app.name': 'Kunci',
  'app.loading': 'Loading…',
  'app.search': 'Search orders, guests, phone numbers, vendor ids',
  'app.skip': 'Skip to content',
  'app.menu': 'Menu',
  'app.language': 'Language',
  'app.theme': 'Light or dark',
  'app.property.all': 'All properties',
  'app.more': 'More',

  'nav.overview': 'Overview',
  'nav.integrations': 'Integrations',
  'nav.features': 'Features',
  'nav.transactions': 'Transactions',
  'nav.webhooks': 'Webhooks',
  'nav.health': 'Health',
  'nav.settings': 'Settings',

  'action.retry': 'Try again',
  'action.save': 'Save',
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.back': 'Back',
  'action.next': 'Next',
  'action.copy': 'Copy',
  'action.copied': 'Copied',
  'action.delete': 'Delete',
  'action.clear_filter': 'Clear the filter',
  'action.load_more': 'Load more',
  'action.open': 'Open',

  'status.healthy': 'Healthy',
  'status.degraded': 'Degraded',
  'status.down': 'Down',
  'status.untested': 'Not tested',
  'status.off': 'Off',

  'list.empty': 'Nothing here yet.',
  'list.no_result': 'Nothing matches this filter.',

  'error.title': 'This part can not be shown just now',
  'error.offline':
    'The hub does not answer. Check your connection or wait a moment, then try again.',
  'error.forbidden': 'Your role does not cover this part. Ask the owner to open it for you.',
  'error.trace': 'Trace id for support: {trace}',
  'error.not_found.title': 'There is no such page',
  'error.not_found.text': 'The address may be mistyped, or what it showed was removed.',
  'error.not_found.home': 'To the overview',

  'login.title': 'Sign in to Kunci',
  'login.email': 'Email address',
  'login.password': 'Password',
  'login.code': '6-digit code of your authenticator app, or a recovery code',
  'login.submit': 'Sign in',
  'login.refused': 'Email and password do not match. Check capital letters and try again.',
  'login.locked': 'Too many attempts. Try again in {seconds} seconds.',
  'login.logout': 'Sign out',

  'setup.title': 'Welcome',
  'setup.text': 'Make the owner account of this hub. This link works once.',
  'setup.submit': 'Make the owner account',
  'setup.password.help':
    'At least 12 characters. A sentence you remember is safer than a short, complicated word.',
  'setup.done.title': 'The owner account is made',
  'setup.done.key': 'The API key for your PMS. Keep it now: it is not shown again.',
  'setup.done.continue': 'Continue to the hub',
  'setup.no_token':
    'This link is incomplete. Copy the whole link that was shown when the hub was first started.',
};
