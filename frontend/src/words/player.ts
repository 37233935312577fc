import { pick } from './index.js';
import { playerEn } from './player.en.js';
import { playerVi } from './player.vi.js';

export const say = pick(playerVi, playerEn);
