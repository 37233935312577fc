import './site.css';
import '../ui/program.js';
import { Session } from '../session/index.js';

console.log(Session);
