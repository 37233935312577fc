// What can be done with a site as it stands.
import type { Cell } from '../session/protocol.js';
import {
  absent,
  acceptSite,
  admit,
  callAgain,
  drop,
  floorToSite,
  previewSite,
  refuse,
  takeOver,
  talkback,
  toggleInPreview,
  turnDown,
} from './orders.js';
import type { Word } from './say.js';
import { may, type Scene, type Step } from './scene.js';

export interface Act {
  word: Word;
  step: Step;
  key?: string;
  look?: string;
}

/** Nothing that the server would refuse anyway is offered. */
export function actsOf(scene: Scene, cell: Cell): Act[] {
  const { site, lane } = cell;
  const inside = lane === 'connected' || lane === 'lost';
  const all: (Act | false)[] = [
    lane === 'waiting' && { word: 'act_admit', step: admit(site), key: 'A', look: 'btn--main' },
    lane === 'waiting' && { word: 'act_refuse', step: refuse(cell) },
    inside && { word: 'act_preview', step: previewSite(scene, site), key: 'P', look: 'btn--preview' },
    inside && { word: 'act_preview_add', step: toggleInPreview(scene, site), key: '⇧P' },
    inside && { word: 'act_floor', step: floorToSite(scene, site), key: 'G', look: 'btn--main' },
    { word: 'act_phone', step: { sheet: { kind: 'phone', site } }, key: 'F' },
    { word: 'act_note', step: { sheet: { kind: 'note', to: site } }, key: 'M' },
    (inside || lane === 'waiting') && talk(scene, cell),
    inside && { word: 'act_voice', step: { give: { act: 'voice.start', site } } },
    inside && share(cell),
    ...judge(scene, cell),
    inside && cell.sharing && { word: 'act_shared_picture', step: previewSite(scene, site, 'shared') },
    !inside && !cell.call_again && { word: 'act_call_again', step: callAgain(site), key: 'C' },
    !inside && lane !== 'absent' && { word: 'act_absent', step: absent(cell) },
    (inside || lane === 'waiting') && { word: 'act_device', step: takeOver(cell) },
    inside && { word: 'act_drop', step: drop(cell), key: 'X', look: 'btn--danger' },
  ];
  return all.filter((one): one is Act => one !== false && one.step !== null);
}

function talk(scene: Scene, cell: Cell): Act {
  const on = scene.board?.talkback === cell.site;
  return {
    word: on ? 'act_talkback_end' : 'act_talkback',
    step: talkback(scene, cell.site),
    key: 'T',
    look: on ? 'is-on' : '',
  };
}

/** In a test session: the centre accepts the site, or not and why. What nobody saw is not accepted. */
function judge(scene: Scene, cell: Cell): (Act | false)[] {
  if (scene.board?.kind !== 'test' || scene.board.phase === 'planned') return [];
  if (!may(scene, 'session.open')) return [];
  const accepted = cell.verdict?.accepted;
  return [
    cell.identity !== '' && accepted !== true && { word: 'act_accept', step: acceptSite(cell) },
    { word: 'act_turn_down', step: turnDown(cell) },
  ];
}

const share = (cell: Cell): Act =>
  cell.sharing_allowed
    ? { word: 'act_unshare', step: { give: { act: 'sharing.withdraw', site: cell.site } } }
    : { word: 'act_share', step: { give: { act: 'sharing.allow', site: cell.site } } };
