import './player.scss';
import type { Facts } from './facts.js';
import { DcPlayer } from './player.js';

const place = document.getElementById('player')!;
const facts = JSON.parse(document.getElementById('facts')!.textContent!) as Facts;
const player = new DcPlayer();
player.facts = facts;
player.ask = place.dataset['ask'] ?? '';
place.replaceChildren(player);
