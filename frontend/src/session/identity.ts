/** Who a participant of the media room is: `bim-son~room~3`, `op~<account>~<device>`. */
export type Identity =
  | { slot: 'room' | 'display'; site: string; epoch: number }
  | { slot: 'operator'; account: string; device: string };

export function parseIdentity(text: string): Identity | null {
  const [owner, slot, last, ...rest] = text.split('~');
  if (!owner || !slot || !last || rest.length > 0) return null;
  if (owner === 'op') return { slot: 'operator', account: slot, device: last };
  if ((slot === 'room' || slot === 'display') && /^\d+$/.test(last)) {
    return { slot, site: owner, epoch: Number(last) };
  }
  return null;
}

export interface Permit {
  participantIdentity: string;
  allowAll: boolean;
  allowedTrackSids?: string[];
}

export interface Audience {
  /** Opens everything to everybody. */
  everybody: boolean;
  permits: Permit[];
}

/**
 * Who may fetch what this site publishes. Operators (centre, chair, recorder) and the chair's own room always everything;
 * the others its sound and its shared screen, and its camera only while `everybodySeesMe`.
 */
export function audience(
  others: Iterable<string>,
  everybodySeesMe: boolean,
  openTracks: string[],
  chair = '',
): Audience {
  if (everybodySeesMe) return { everybody: true, permits: [] };
  const permits: Permit[] = [];
  for (const participantIdentity of others) {
    if (seesAll(participantIdentity, chair)) {
      permits.push({ participantIdentity, allowAll: true });
    } else if (openTracks.length > 0) {
      permits.push({ participantIdentity, allowAll: false, allowedTrackSids: openTracks });
    }
  }
  return { everybody: false, permits };
}

function seesAll(participant: string, chair: string): boolean {
  const identity = parseIdentity(participant);
  return identity !== null && (identity.slot === 'operator' || identity.site === chair);
}
