import type { idSecurity } from '../id/security';

export const enSecurity: Readonly<Record<keyof typeof idSecurity, string>> = {
  'encryption.intro':
    'All vendor keys and other secrets are stored sealed. The encryption key opens them, and is not in the database.',
  'encryption.fingerprint': 'Fingerprint of the key in use',
  'encryption.place': 'Where the key is',
  'encryption.place.file': 'The file master.key on the hub’s server',
  'encryption.place.settings': 'The server setting KUNCI_MASTER_KEY',
  'encryption.processes': 'Hub processes running',
  'encryption.rotate': 'Rotate the encryption key',
  'encryption.rotate.open': 'Rotate the key…',
  'encryption.rotate.title': 'Rotate the encryption key {key}?',
  'encryption.rotate.start': 'Start',
  'encryption.explained.what':
    'Each secret is opened with the old key, sealed with the new one, and opened once more to be sure.',
  'encryption.explained.running':
    'Nothing stops: payments and webhooks go on. It usually takes minutes.',
  'encryption.explained.keep':
    'Keep the old key with the backups made before: they can not be read without it.',
  'encryption.explained.who':
    'Only an owner can start it. Do it when somebody else may know the key, or once a year.',
  'encryption.start.file':
    'The hub makes the new key and writes it to master.key itself. Afterwards copy that file to a safe place, apart from the database.',
  'encryption.start.file.sure': 'I can take a copy of master.key from the server afterwards',
  'encryption.start.settings':
    'The new key was made in this browser and is shown only now. Keep it safe: afterwards it has to be set as KUNCI_MASTER_KEY on the server.',
  'encryption.start.settings.sure': 'I have kept this new key',
  'encryption.start.new_key': 'New encryption key',
  'encryption.state.checking': 'Checking all secrets',
  'encryption.state.checking.text':
    'Each secret is opened once with the old key. Nothing has changed yet.',
  'encryption.state.distributing': 'Handing out the new key',
  'encryption.state.distributing.text':
    'Each hub process learns the new key. Nothing has changed yet.',
  'encryption.state.switching': 'Switching to the new key',
  'encryption.state.switching.text':
    'New secrets are sealed with the new key; old ones can still be read.',
  'encryption.state.resealing': 'Sealing anew',
  'encryption.state.resealing.text': 'Old secrets are sealed with the new key, a few at a time.',
  'encryption.state.verifying': 'Proving the result',
  'encryption.state.verifying.text': 'Each secret is opened with the new key alone.',
  'encryption.state.handing_over': 'Only the server setting is left',
  'encryption.state.handing_over.text':
    'All secrets are under the new key. The hub was still started with the old one; this ends five minutes after all hubs were started with the new key.',
  'encryption.state.done': 'The rotation is finished',
  'encryption.state.done.text': 'The old key opens nothing any more but backups of its time.',
  'encryption.state.cancelled': 'The rotation was called off',
  'encryption.state.cancelled.text': 'Nothing has changed. The old key stays in use.',
  'encryption.state.failed': 'The rotation stopped',
  'encryption.state.failed.text':
    'Nothing is lost and the old key stays in use. Put right what is named below, then start again.',
  'encryption.progress': 'Progress: {percent}%',
  'encryption.problem': 'What stands in the way',
  'encryption.started': 'Started',
  'encryption.finished': 'Finished',
  'encryption.ready': '{ready} of {running} processes ready',
  'encryption.proved': 'Proved: {count} secrets open with the new key alone.',
  'encryption.steps': 'Steps of the rotation',
  'encryption.step.checked': 'Opened with the old key',
  'encryption.step.resealed': 'Sealed with the new key',
  'encryption.step.verified': 'Opened with the new key',
  'encryption.step.of': '{count} of {total}',
  'encryption.left': 'What is left for you to do',
  'encryption.left.settings':
    'Set the new key as KUNCI_MASTER_KEY on each hub server, then restart them one after the other.',
  'encryption.left.file': 'Copy the new master.key to a safe place, apart from the database.',
  'encryption.left.backups': 'Keep the old key with the old backups.',
  'encryption.left.kit': 'Print a new recovery sheet and destroy the old one.',
  'encryption.cancel': 'Call it off',
  'encryption.kit': 'Recovery sheet',
  'encryption.kit.text':
    'One sheet with the key and how to bring the hub back. Whoever looks after the server makes it with this command:',
  'encryption.kit.after': 'Open kit.html, print it, put it into a safe, then delete the file.',
  'guests.intro':
    'Guests may ask for their data or ask to be erased (Indonesian law 27/2022 on personal data).',
  'guests.email': 'Email address',
  'guests.phone': 'Phone number',
  'guests.order_id': 'Order id',
  'guests.help':
    'Fill in at least one. 08…, 628… and +62… are one number. A name alone is not enough, since people share names.',
  'guests.look': 'Look for the guest',
  'guests.look.reason': 'Looked for on the page of guest data',
  'guests.looking': 'Looking…',
  'guests.nothing': 'Nothing is held about this guest',
  'guests.found': '{count} records found',
  'guests.places': 'Where data of the guest is',
  'guests.place': 'Place',
  'guests.records': 'Found',
  'guests.erased': 'Erased',
  'guests.kept': 'Not yet',
  'guests.source.payments': 'Payments',
  'guests.source.payments.keeps':
    'Amounts, ids and dates stay for the tax office; what is under way waits for its end.',
  'guests.source.subscriptions': 'Subscriptions',
  'guests.source.subscriptions.keeps': 'Amounts and dates stay; what is running waits for its end.',
  'guests.source.integration_logs': 'Calls to vendors',
  'guests.source.integration_logs.keeps': 'Which vendor was called, when, and how it ended stays.',
  'guests.source.webhook_logs': 'Incoming webhooks',
  'guests.source.webhook_logs.keeps':
    'That a webhook came stays; its body can not be processed again.',
  'guests.source.events': 'Outgoing events',
  'guests.source.events.keeps': 'The event, amounts and ids stay; who was told has a copy.',
  'guests.source.audit_log': 'Audit log',
  'guests.source.audit_log.keeps': 'Can not be changed; guests’ names are not written into it.',
  'guests.export': 'Download the data',
  'guests.erase': 'Erase the data',
  'guests.erase.title': 'Erase the data of {guest}?',
  'guests.erase.text':
    'What is erased does not come back. Download it first when the guest wants it, too.',
  'guests.erase.reason': 'Reason',
  'guests.erase.reason.help': 'Goes into the audit log. Do not write the guest’s name.',
  'guests.erase.type': 'Type {word} to be sure',
  'guests.erased.running': 'Erasing…',
  'guests.erased.running.text': 'It goes on in the background; you may close this page.',
  'guests.erased.done': 'The guest’s data is erased',
  'guests.erased.done.text':
    'What may not be erased yet is still under way, such as an open payment. Ask again when it has ended.',
  'guests.erased.failed': 'The erasure stopped',
  'guests.erased.failed.text': 'Some of it may be erased. Try again; nothing counts twice.',
  'guests.elsewhere':
    'Vendors and other systems that were sent webhooks have copies of their own. Ask them, too.',
};
