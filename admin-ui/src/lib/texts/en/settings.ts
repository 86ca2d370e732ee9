import type { idSettings } from '../id/settings';

export const enSettings: Readonly<Record<keyof typeof idSettings, string>> = {
  'settings.title': 'Settings',
  'settings.sections': 'Sections of the settings',
  'settings.group.hotel': 'Hotel and people',
  'settings.group.connections': 'Connections',
  'settings.group.watch': 'Watching',
  'settings.group.safety': 'Data and safety',
  'settings.section.property': 'Properties',
  'settings.section.property.about': 'Name of the hotel and its time zone',
  'settings.section.users': 'Users',
  'settings.section.users.about': 'Who may sign in, and as what',
  'settings.section.account': 'My account',
  'settings.section.account.about': 'Password, second step, your sessions',
  'settings.section.keys': 'API keys',
  'settings.section.keys.about': 'Keys for the PMS and other systems',
  'settings.section.usage': 'Usage and limits',
  'settings.section.usage.about': 'Calls to vendors, estimated costs, limits',
  'settings.section.alerts': 'Alerts',
  'settings.section.alerts.about': 'When you are told, and a test alert',
  'settings.section.audit': 'Audit log',
  'settings.section.audit.about': 'Who changed what, and when',
  'settings.section.retention': 'Retention',
  'settings.section.retention.about': 'How long records and guests are kept',
  'settings.section.sign-in': 'Signing in',
  'settings.section.sign-in.about': 'When people are signed out by themselves',
  'settings.section.encryption': 'Encryption key',
  'settings.section.encryption.about': 'Changing the key, the recovery sheet',
  'settings.section.guests': 'Guest data',
  'settings.section.guests.about': 'Handing out or erasing what is known of a guest',
  'settings.saved': 'Settings saved.',
  'settings.range': 'From {from} to {to}.',
  'settings.default': 'Default: {value}.',
  'settings.restore': 'Back to the default',
  'settings.unit.days': 'days',
  'settings.unit.hours': 'hours',
  'settings.unit.minutes': 'minutes',
  'settings.unit.percent': '%',
  'settings.unit.per_minute': 'a minute',
  'settings.unit.calls': 'calls',
  'settings.unit.webhooks': 'webhooks',
  'settings.unit.letters': 'deliveries',
  'settings.retention.intro':
    'Older records are deleted by themselves. Payments themselves are never deleted.',
  'settings.privacy': 'Guest data',
  'settings.field.retention.integration_logs_days': 'Calls to vendors',
  'settings.field.retention.integration_logs_days.help':
    'Request and answer of each call, to find out what went wrong.',
  'settings.field.retention.webhook_logs_days': 'Incoming webhooks',
  'settings.field.retention.webhook_logs_days.help':
    'What vendors sent. Once deleted, a webhook can not be processed again.',
  'settings.field.retention.events_days': 'Events and deliveries',
  'settings.field.retention.events_days.help':
    'Events sent to the PMS and other systems. Once deleted, they can not be sent again.',
  'settings.field.privacy.guest_data_days': 'Names, addresses and numbers of guests',
  'settings.field.privacy.guest_data_days.help':
    'Counted from the end of a payment. After that the guest is blanked; amounts, ids and dates stay for the tax office.',
  'settings.sign-in.intro':
    'Sessions end on all devices by these rules. Who is deactivated is signed out at once.',
  'settings.field.sessions.idle_minutes': 'Without activity',
  'settings.field.sessions.idle_minutes.help':
    'People are signed out after so long without opening a page. 120 minutes suit a shared computer at the front desk.',
  'settings.field.sessions.lifetime_hours': 'At the longest',
  'settings.field.sessions.lifetime_hours.help':
    'After so long people sign in again, however busy they are.',
  'settings.alerts.intro':
    'Alerts stand in Overview and Health, and are sent as the outgoing webhook alert.raised.',
  'settings.alerts.thresholds': 'When an alert is raised',
  'settings.alerts.owner_only': 'These thresholds are set by the owner.',
  'settings.field.alerts.failure_rate_percent': 'Failed calls',
  'settings.field.alerts.failure_rate_percent.help':
    'An alert when more than this share of the last hour’s calls failed.',
  'settings.field.alerts.failure_rate_min_calls': 'Fewest calls',
  'settings.field.alerts.failure_rate_min_calls.help':
    'With fewer calls an hour a percentage says nothing yet.',
  'settings.field.alerts.rejected_webhooks': 'Refused webhooks',
  'settings.field.alerts.rejected_webhooks.help':
    'An alert when so many webhooks of a provider had a wrong signature within 10 minutes. Usually its key was changed in the vendor’s dashboard.',
  'settings.field.alerts.dead_letters': 'Undelivered',
  'settings.field.alerts.dead_letters.help':
    'An alert when so many deliveries to one receiver were given up within an hour.',
  'settings.field.alerts.usage_percent': 'Usage limit nearly reached',
  'settings.field.alerts.usage_percent.help':
    'A first alert at this share of a provider’s limit, a second one at 100 %.',
  'settings.field.alerts.resolve_after_minutes': 'Counts as resolved',
  'settings.field.alerts.resolve_after_minutes.help':
    'An alert is over once its cause has been gone for so long, so that what comes and goes does not ring again and again.',
  'settings.field.limits.per_key_per_minute': 'Of one API key',
  'settings.field.limits.per_key_per_minute.help':
    'Requests of one API key. 0 is no limit. A limit of the key itself goes first.',
  'settings.field.limits.per_ip_per_minute': 'Of one address, without a key',
  'settings.field.limits.per_ip_per_minute.help':
    'Requests without a valid API key from one internet address, these pages included. 0 is no limit.',
  'settings.field.limits.refused_webhooks_per_ip_per_minute': 'Refused webhooks, of one address',
  'settings.field.limits.refused_webhooks_per_ip_per_minute.help':
    'Webhooks without a genuine signature from one address. A vendor that has just sent a genuine one is spared.',
  'settings.section.status': 'Status page',
  'settings.section.status.about': 'How services are, for the front desk, without signing in',
  'settings.status.intro':
    'A page to look at without signing in: its link is enough. It shows no guests and no amounts.',
  'settings.field.status_page.is_on': 'The status page is open',
  'settings.field.status_page.is_on.help': 'Switching it off closes every link at once.',
  'settings.field.status_page.shows_names': 'Show the names of hotel and providers',
  'settings.field.status_page.shows_names.help':
    'Without it the page names kinds of services alone, such as Payments.',
  'settings.trial': 'Test alert',
  'settings.trial.text':
    'Send one harmless alert to see that alerts reach you. It resolves by itself.',
  'settings.trial.send': 'Send a test alert',
  'settings.trial.sent': 'The test alert was sent',
  'settings.trial.to': 'These webhook receivers are told:',
  'settings.trial.unheard': 'The test alert was raised, but nobody is told',
  'settings.trial.unheard.text':
    'No outgoing webhook subscribes to alert.raised yet. A real alert would only be seen on these pages.',
  'settings.trial.health': 'See it in Health',
  'settings.trial.webhooks': 'To outgoing webhooks',
  'property.intro':
    'Times and days on pages, reports and reconciliation go by the zone of the property.',
  'property.owner_only': 'Properties are changed by the owner.',
  'property.new': 'Add a property',
  'property.empty': 'No property yet. Add your hotel.',
  'property.change': 'Change',
  'property.change.named': 'Change {name}',
  'property.now': 'It is {time} there now',
  'property.name': 'Name of the hotel',
  'property.zone': 'Time zone',
  'property.zone.help': 'Choose WIB, WITA or WIT; other places can be searched for.',
  'property.zone.moved': 'The new zone holds from now on. Reports of past days keep the old one.',
  'zone.indonesia': 'Indonesia',
  'zone.elsewhere': 'Elsewhere',
  'zone.Asia/Jakarta': 'Western Indonesia Time (WIB)',
  'zone.Asia/Makassar': 'Central Indonesia Time (WITA)',
  'zone.Asia/Jayapura': 'Eastern Indonesia Time (WIT)',
};
