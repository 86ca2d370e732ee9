import type { idWizard } from '../id/wizard';

/** The texts of the wizard, of credential forms and connection tests. */
export const enWizard: Readonly<Record<keyof typeof idWizard, string>> = {
  'wizard.title': 'Connect a provider',
  'wizard.intro': 'Four steps: choose a vendor, enter its keys, test, put it to use.',
  'wizard.step.pick': 'Choose',
  'wizard.step.keys': 'Keys',
  'wizard.step.test': 'Test',
  'wizard.step.map': 'Put to use',
  'wizard.draft.title': 'There is an unfinished draft for {vendor}',
  'wizard.draft.text':
    'Everything was kept in this browser except secret keys. Those need to be entered again.',
  'wizard.draft.resume': 'Continue the draft',
  'wizard.draft.restart': 'Start over',
  'wizard.save': 'Save and continue',
  'wizard.save_anyway': 'Save without a passed test',
  'wizard.finish': 'Finish',

  'gallery.search': 'Search vendors or payment methods',
  'gallery.search.example': 'for instance QRIS, card, DANA',
  'gallery.indonesia': 'Fits Indonesia',
  'gallery.nothing': 'No vendor matches. Clear the search or untick "Fits Indonesia".',
  'gallery.custom': 'Another one',
  'gallery.custom.text': 'A vendor that is not in the list, set up by its documentation.',

  'formats.text': 'Tick what you use. The keys are entered once for all of them.',
  'formats.other_vendor': 'Another vendor',

  'credentials.where': 'Where is it?',
  'credentials.show': 'Show or hide',
  'credentials.looks_right': 'The form is right.',
  'credentials.pattern':
    "{label} does not look right. Copy the whole value from the vendor's dashboard again.",
  'credentials.required': '{label} is required.',
  'credentials.write_only':
    'Saved keys are never shown again, only their last four characters. Leave a field empty to keep what is there.',
  'credentials.saved': 'The keys are saved. Test the connection to be sure.',

  'paste.open': 'Paste all',
  'paste.label': "What the vendor's dashboard shows",
  'paste.help':
    "Copy the whole block of keys from the vendor's dashboard or email and paste it here. Each value finds its field.",
  'paste.nothing': 'No value was recognised yet. Include the names, such as "Server Key: …".',
  'paste.found': 'Found: {names}',
  'paste.fill': 'Fill the fields',

  'base_urls.title': 'Advanced: other server addresses',
  'base_urls.help':
    "Only for a proxy or a simulator. Leave empty to use the vendor's own addresses.",

  'test.start': 'Test connection',
  'test.again': 'Test again',
  'test.title': 'Test connection',
  'test.title.ok': 'The connection works',
  'test.idle': 'Test the connection with the keys you entered, before they are saved.',
  'test.running': 'Asking {vendor}…',
  'test.identity': 'Account found: {identity}',
  'test.raw.show': 'Show the whole answer',
  'test.raw.hide': 'Hide',
  'test.unverifiable': 'It could not be verified',
  'test.unverifiable.text':
    'This vendor offers no way to test its keys. Save them and try a small transaction in the sandbox.',
  'test.form': 'Something in the form is not right yet',
  'test.form.text': 'Go back to the keys and mend the fields named above.',

  'check.passed': 'Passed',
  'check.failed': 'Failed',
  'check.reachable': 'Connection to the server',
  'check.reachable.ok': 'The server answered in {ms} ms.',
  'check.credentials': 'Key check',
  'check.credentials.ok': 'The vendor accepts this key.',
  'check.test_transaction': 'Test transaction',
  'check.test_transaction.ok': 'A small transaction was made in the sandbox.',
  'check.test_transaction_cancelled': 'Cancelling the test transaction',
  'check.test_transaction_cancelled.ok': 'Nothing of it stays at the vendor.',

  'failure.unauthorized.what': 'The vendor refused the key',
  'failure.unauthorized.next':
    "Copy the key from the vendor's dashboard again, and make sure its environment (Sandbox or Production) is the one chosen here.",
  'failure.unauthorized.who':
    "If it stays refused, ask the vendor's support whether this key is still active.",
  'failure.unavailable.what': "The vendor's server could not be reached",
  'failure.unavailable.next':
    'Check the server address if you changed it, then try again in some minutes.',
  'failure.unavailable.who':
    "If it goes on, look at the vendor's status page or call its support; if every vendor fails, call whoever looks after the hotel's network.",
  'failure.ambiguous.what': 'The vendor did not answer in time',
  'failure.ambiguous.next':
    'The outcome is not certain. The hub asks again by itself; do not repeat the same transaction yet.',
  'failure.ambiguous.who':
    "If it is still open after 15 minutes, ask the vendor's support with the transaction's number.",
  'failure.rate_limited.what': 'Too many requests to the vendor',
  'failure.rate_limited.next': 'Wait a minute. The hub tries again or uses the fallback by itself.',
  'failure.rate_limited.who':
    'If it happens often, ask the vendor to raise the limit of your account.',
  'failure.invalid_request.what': 'The vendor did not understand the request',
  'failure.invalid_request.next':
    "Check what the vendor's answer names, such as the amount or a method that is not activated.",
  'failure.invalid_request.who':
    "If the data is right, ask your technician to look at this provider's connector.",
  'failure.declined.what': 'Declined by the vendor',
  'failure.declined.next': 'Ask the guest for another way to pay, or try again later.',
  'failure.declined.who': 'The guest can ask their bank or wallet for the reason.',
  'failure.not_found.what': 'The vendor does not know what was asked for',
  'failure.not_found.next':
    'Check environment and server address; a sandbox transaction does not exist in production.',
  'failure.not_found.who':
    "If the vendor's dashboard shows it, contact the vendor's support with its number.",
  'failure.duplicate.what': 'The vendor had the same request before',
  'failure.duplicate.next': 'Look at the existing transaction before you make another one.',
  'failure.duplicate.who': "If it can not be found, contact the vendor's support.",
  'failure.other.what': 'The call to the vendor failed',
  'failure.other.next': "Read the vendor's answer below, then try again.",
  'failure.other.who': 'If it goes on, send its trace id to your technician.',

  'map.title': 'What is it for?',
  'map.text': 'Tick the features this provider serves. Whoever serves them now stays beside it.',
  'map.now': 'now: {chain}',
  'map.nobody': 'nobody serves it yet',
  'map.provider': 'Provider for {feature}',
  'map.role': 'Role for {feature}',
  'map.own': 'Another feature',
  'map.own.help': 'The name that your PMS uses, such as booking_engine or folio.',
  'map.own.add': 'Add',
  'map.save': 'Put to use',
  'map.saved': 'The mapping is saved.',
};
