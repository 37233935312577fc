import { pick } from './index.js';
import { siteEn } from './site.en.js';
import { siteVi } from './site.vi.js';

export const say = pick(siteVi, siteEn);
