/** What a stored request keeps of a guest, and what it looks like without. Pure, so that each rule can be tested. */
import { ERASED, type TextEraser } from '#core/privacy/guest.js';

/** Fields of `request` that go with the guest: who it is, where the browser returned, and free words of the hotel. */
const OF_THE_GUEST: readonly string[] = ['customer', 'metadata', 'description', 'return_url'];

/** The items stay, as they say what was sold; names in them do not. */
export function withoutGuest(
  request: Readonly<Record<string, unknown>>,
  erase: TextEraser,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request)
      .filter(([field]) => !OF_THE_GUEST.includes(field))
      .map(([field, value]) => [field, field === 'items' ? erasedItems(value, erase) : value]),
  );
}

function erasedItems(items: unknown, erase: TextEraser): unknown {
  if (!Array.isArray(items)) return items;
  return (items as Record<string, unknown>[]).map((item) => ({
    ...item,
    ...(typeof item['name'] === 'string' && { name: erase(item['name']) }),
  }));
}

/** Answers kept for repeats: the guest's browser has no use for pages and codes of what has ended. */
export function answerWithoutGuest(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return answer;
  const { metadata, action, reason, ...rest } = answer as Record<string, unknown>;
  Reflect.deleteProperty(rest, 'client');
  return {
    ...rest,
    ...(metadata !== undefined && { metadata: {} }),
    ...(action !== undefined && { action: { type: 'none' } }),
    ...(reason !== undefined && { reason: reason === null ? null : ERASED }),
  };
}
