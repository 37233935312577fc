import type { CheckTickets, Refusal, Slot, Ticket } from './protocol.js';

export class TicketRefused extends Error {
  constructor(
    readonly status: number,
    readonly refused: Refusal,
  ) {
    super(refused.code);
  }
}

export type AskTicket = <S extends Slot>(
  slot: S,
  site: string | null,
  device: string,
) => Promise<S extends 'check' ? CheckTickets : Ticket>;

/** Asks the server for a way into a media room. Throws TicketRefused, or whatever the network throws. */
export function ticketsOf(session: string): AskTicket {
  return async (slot, site, device) => {
    const answer = await fetch(`/live/${encodeURIComponent(session)}/tickets`, {
      method: 'POST',
      body: JSON.stringify({ slot, device, ...(site ? { site } : {}) }),
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      signal: AbortSignal.timeout(8000),
    });
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) return body;
    throw new TicketRefused(answer.status, body.refused ?? { code: String(answer.status), says: '' });
  };
}
