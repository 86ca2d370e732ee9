import type { idVendorErrors } from '../id/vendor-errors';

export const enVendorErrors: Readonly<Record<keyof typeof idVendorErrors, string>> = {
  'failure.next': 'What to do next',
  'failure.contact': 'Who to contact',
  'failure.support': '{vendor} support',
  'failure.support.phone': 'Call {phone}',
  'failure.support.email': 'Write to {email}',
  'failure.support.url': 'Help centre',
  'failure.raw': 'See the full answer',
  'failure.said': 'The vendor said: {message}',
  'failure.code': "The vendor's code: {code}",

  'failure.unauthorized.what': 'The vendor refused the key',
  'failure.unauthorized.why':
    "The key was copied wrongly, was replaced in the vendor's dashboard, belongs to the other environment, or has no permission for this service yet.",
  'failure.unauthorized.next':
    "Copy the whole key from the vendor's dashboard again, without spaces.\nMake sure that the environment here (Sandbox or Production) is the one the key comes from.\nTest the connection again.",
  'failure.unauthorized.who':
    'If it is still refused, ask vendor support whether the key is active and the service is open for you.',

  'failure.unavailable.what': "The vendor's server can't be reached",
  'failure.unavailable.why':
    'The vendor has an outage, the server address is wrong, or the hotel is offline. This request was surely not processed.',
  'failure.unavailable.next':
    'Try again in a few minutes; the hub uses a fallback if there is one.\nCheck the server address if you ever changed it.\nSee whether other providers fail too: if so, check the hotel’s internet.',
  'failure.unavailable.who':
    'If only this vendor fails, contact its support. If all fail, call your network technician.',

  'failure.ambiguous.what': 'The vendor did not answer in time',
  'failure.ambiguous.why':
    'The request was sent, but the answer was cut off or late, so the vendor may have processed it.',
  'failure.ambiguous.next':
    "Don't repeat the same transaction yet.\nWait a moment; the hub asks the vendor for the outcome by itself.\nIf it is urgent, look for the transaction in the vendor's dashboard.",
  'failure.ambiguous.who':
    'If it is still unclear after 15 minutes, ask vendor support with the transaction number.',

  'failure.rate_limited.what': 'Too many requests to the vendor',
  'failure.rate_limited.why':
    'The vendor limits how many requests it takes at a time, and your account has reached that limit.',
  'failure.rate_limited.next':
    'Wait a minute; the hub tries again or uses a fallback by itself.\nIf it happens often, lower the rate limit in the Settings tab.',
  'failure.rate_limited.who': 'Ask vendor support to raise the limit of your account.',

  'failure.invalid_request.what': 'The vendor did not understand the request',
  'failure.invalid_request.why':
    'Something in it is not accepted, such as an amount out of range, a payment method that is not active, or a format that has changed.',
  'failure.invalid_request.next':
    "Read what the vendor said below; it usually names the value.\nMake sure that this payment method is active in the vendor's dashboard.\nCorrect the value and try again.",
  'failure.invalid_request.who':
    'If the value is right, ask your technician to check this provider’s connector.',

  'failure.declined.what': 'Declined by the vendor',
  'failure.declined.why':
    'This is the decision of a bank or e-wallet, such as too little balance or a blocked card; the connection is fine.',
  'failure.declined.next':
    'Ask the guest for another card or payment method.\nThe guest may try again later.',
  'failure.declined.who': 'The guest can ask their bank or e-wallet for the reason.',

  'failure.not_found.what': 'The vendor does not know what was asked for',
  'failure.not_found.why':
    'The number is from the other environment, was deleted, or the server address leads to the wrong place.',
  'failure.not_found.next':
    "Make sure that the environment is right: Sandbox transactions don't exist in Production.\nCheck the server address in the Settings tab.\nLook for the number in the vendor's dashboard.",
  'failure.not_found.who':
    'If the transaction is in the vendor’s dashboard, contact its support with that number.',

  'failure.duplicate.what': 'The vendor has seen this request before',
  'failure.duplicate.why':
    'This order number was used before, so the vendor refuses it to keep anything from being paid twice.',
  'failure.duplicate.next':
    'Look at the transaction that exists first.\nIf a new one is really needed, use another order number.',
  'failure.duplicate.who': "If that transaction can't be found, contact vendor support.",

  'failure.breaker_open.what': 'This provider is paused by the breaker',
  'failure.breaker_open.why':
    'Several calls failed in a row, so the hub stopped asking for a while and uses the fallback.',
  'failure.breaker_open.next':
    'Open the failure before this one: it holds the real cause.\nThe hub tries again by itself after a minute.\nYou can reconnect it yourself in the Overview tab.',
  'failure.breaker_open.who': 'If it keeps being cut off, contact vendor support.',

  'failure.paused.what': 'This provider is paused',
  'failure.paused.why': 'Somebody at your hotel paused it, so the vendor is not contacted.',
  'failure.paused.next': 'Press “Resume” in the Overview tab once it may be used again.',
  'failure.paused.who': 'The History tab says who paused it.',

  'failure.limited.what': 'The usage limit is reached',
  'failure.limited.why': 'A limit that was set in this hub is reached, so the vendor is not asked.',
  'failure.limited.next':
    'Wait for the next period, or raise the limit in Settings.\nAdd a fallback on the Features page so that guests are still served.',
  'failure.limited.who': 'This limit is set by the hotel’s owner, not by the vendor.',

  'failure.bug.what': 'Something went wrong in this hub',
  'failure.bug.why': 'It is neither your fault nor the vendor’s.',
  'failure.bug.next': 'Try once more.\nNote the trace number.',
  'failure.bug.who': 'Send the trace number to your technician.',

  'failure.other.what': 'The call to the vendor failed',
  'failure.other.why': 'This hub does not know the cause yet.',
  'failure.other.next': "Read the vendor's answer below.\nTry again in a few minutes.",
  'failure.other.who': 'If it goes on, send the trace number to your technician.',
};
