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
  'settings.section.sign-in': 'Session limits',
  'settings.section.sign-in.about': 'When people are signed out automatically',
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
    'Older records are deleted automatically. Payments are never deleted.',
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
    'These rules hold on all devices. A deactivated user is signed out at once.',
  'settings.field.sessions.idle_minutes': 'Sign out when idle for',
  'settings.field.sessions.idle_minutes.help':
    'Counted from the last page that was opened. 120 minutes suit a shared computer at the front desk.',
  'settings.field.sessions.lifetime_hours': 'Sign in again after at most',
  'settings.field.sessions.lifetime_hours.help':
    'Counted from signing in, even while still working.',
  'settings.alerts.intro':
    'Alerts show up in Overview and Health. Other systems get them as the outgoing webhook alert.raised.',
  'settings.alerts.thresholds': 'When an alert is raised',
  'settings.alerts.owner_only': 'These thresholds are set by the owner.',
  'settings.field.alerts.failure_rate_percent': 'Failed calls',
  'settings.field.alerts.failure_rate_percent.help':
    'You are alerted when more than this share of the calls of the last hour failed.',
  'settings.field.alerts.failure_rate_min_calls': 'Minimum number of calls',
  'settings.field.alerts.failure_rate_min_calls.help':
    'With fewer calls in an hour, the percentage is not judged yet.',
  'settings.field.alerts.rejected_webhooks': 'Refused webhooks',
  'settings.field.alerts.rejected_webhooks.help':
    'You are alerted when this many webhooks of one provider had a wrong signature within 10 minutes. Usually its key was changed in the vendor’s dashboard.',
  'settings.field.alerts.dead_letters': 'Undelivered',
  'settings.field.alerts.dead_letters.help':
    'You are alerted when this many deliveries to one receiver were given up within an hour.',
  'settings.field.alerts.usage_percent': 'Usage limit nearly reached',
  'settings.field.alerts.usage_percent.help':
    'A first alert when usage reaches this share of a limit, a second one when the limit is reached.',
  'settings.field.alerts.resolve_after_minutes': 'Counts as resolved',
  'settings.field.alerts.resolve_after_minutes.help':
    'An alert is over once its cause has been gone for this long, so that short disturbances do not alert you again and again.',
  'settings.field.limits.per_key_per_minute': 'Of one API key',
  'settings.field.limits.per_key_per_minute.help':
    'Requests of one API key. 0 is no limit. A limit set on the key itself goes first.',
  'settings.field.limits.per_ip_per_minute': 'Of one address, without a key',
  'settings.field.limits.per_ip_per_minute.help':
    'Requests without a valid API key from one internet address, these pages included. 0 is no limit.',
  'settings.field.limits.refused_webhooks_per_ip_per_minute': 'Refused webhooks, of one address',
  'settings.field.limits.refused_webhooks_per_ip_per_minute.help':
    'Webhooks without a genuine signature from one address. A vendor that has just sent a genuine one is spared.',
  'settings.section.status': 'Status page',
  'settings.section.status.about': 'How services are, for the front desk, without signing in',
  'settings.status.intro':
    'How services are doing, for the front desk. Anybody who has the link can see it without signing in; it shows no guests and no amounts.',
  'settings.field.status_page.is_on': 'The status page is on',
  'settings.field.status_page.is_on.help': 'Switched off, every link is closed at once.',
  'settings.field.status_page.shows_names': 'Show the names of the hotel and its providers',
  'settings.field.status_page.shows_names.help':
    'Anybody who has the link can read them. Switched off, only kinds of services are shown, such as Payments.',
  'settings.status.links': 'Links to the status page',
  'settings.status.links.text':
    'Make a link for the screen at the front desk, copy it, or take back one that is no longer used.',
  'settings.status.links.open': 'Manage links',
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
  'property.now': 'It is {time} now',
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
