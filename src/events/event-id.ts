/** Ids of events as subscribers see them: `evt_` and the 32 digits of our uuid. */

const PUBLIC = /^evt_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

export function toPublicEventId(id: string): string {
  return `evt_${id.replaceAll('-', '')}`;
}

/** The uuid behind a public id; undefined when it is none. */
export function fromPublicEventId(text: string): string | undefined {
  const match = PUBLIC.exec(text);
  return match ? match.slice(1).join('-') : undefined;
}
