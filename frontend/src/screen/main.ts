import './screen.css';
import { Session } from '../session/session.js';
import { followOnward, ownDevice, page } from '../ui/page.js';
import { DcScreen } from './app.js';

const { root, session: id, site, data } = page();
const device = await ownDevice(`display.${site ?? ''}`);
const session = new Session({ session: id, as: 'screen', site, device, origin: location.origin });
const app = new DcScreen();
app.session = session;
app.site = site ?? '';
app.heading = data['title'] ?? '';
root.replaceChildren(app);
session.start();
followOnward(session);
addEventListener('online', () => session.online());
