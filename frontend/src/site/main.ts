import './site.css';
import { followOnward, ownDevice, page } from '../ui/page.js';
import { DcSite } from './app.js';
import { SiteRoom } from './room.js';

const { root, session, site, data } = page();
if (!site) throw new Error('the page names no site');

const room = new SiteRoom(session, site, await ownDevice(`room.${site}`), location.origin);
const app = new DcSite();
app.room = room;
app.home = data['home'] ?? '/';
root.replaceChildren(app);
room.start();
followOnward(room.session);
addEventListener('online', () => room.session.online());
