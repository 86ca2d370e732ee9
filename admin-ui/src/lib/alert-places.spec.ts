import { describe, expect, it } from '@jest/globals';
import { affectedFeatures, placeOfAlert } from './alert-places';

const alert = (rule: string, more = {}) => ({ rule, provider_id: 'p1', data: {}, ...more });

describe('the next step of an alert', () => {
  it.each([
    ['credentials_refused', '/integrations/p1?tab=credentials'],
    ['failure_rate', '/integrations/p1?tab=logs'],
    ['dead_letters', '/webhooks?tab=dead'],
    ['a_rule_of_tomorrow', '/integrations/p1?tab=overview'],
  ])('of %s is done at %s', (rule, href) => {
    expect(placeOfAlert(alert(rule))?.href).toBe(href);
  });

  it('asks for a fallback where a feature has none', () => {
    const data = { features_without_fallback: ['payment.qris'] };
    expect(placeOfAlert(alert('provider_down', { data }))?.href).toBe('/features');
    expect(placeOfAlert(alert('provider_down'))?.href).toBe('/integrations/p1?tab=overview');
  });

  it('about one payment is that payment', () => {
    const about = alert('payment_attention', { provider_id: null, data: { payment_id: 'x' } });
    expect(placeOfAlert(about)?.href).toBe('/payments/x');
  });

  it('is none where nothing can be opened', () => {
    expect(placeOfAlert(alert('trial', { provider_id: null }))).toBeUndefined();
    expect(placeOfAlert(alert('payment_attention'))).toBeUndefined();
  });
});

describe('what an alert affects', () => {
  it('are the features that it names', () => {
    const data = { features_without_fallback: ['payment.qris'], features_on_fallback: 'odd' };
    expect(affectedFeatures({ data })).toEqual(['payment.qris']);
  });
});
