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
  'credentials.looks_right': 'This looks right.',
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
  'check.credentials.refused': 'The vendor does not accept this key. It is explained below.',
  'check.test_transaction.failed':
    'The key is accepted, but the vendor refused a test transaction. Its answer is below.',
  'check.test_transaction.ok': 'A small transaction was made in the sandbox.',
  'check.test_transaction_cancelled': 'Cancelling the test transaction',
  'check.test_transaction_cancelled.ok': 'Nothing of it stays at the vendor.',

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
