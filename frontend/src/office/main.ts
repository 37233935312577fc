// Office pages are complete without this script; it makes them quicker to use.
import './office.scss';
import { watchActs } from './acts';
import { watchLeads } from './leads';
import { startMinutes } from './minutes';
import { addPickers } from './picker';
import { watchRows } from './rows';
import { startScript } from './script';
import { startStatements } from './statements';
import { watchTasks } from './tasks';
import { startTicks } from './ticks';
import { startUpload } from './upload';

watchActs(document);
addPickers(document);
watchLeads(document);
watchRows(document);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-ticks]')) startTicks(form);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) startUpload(form);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-script]')) startScript(form);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-statements]')) startStatements(form);
watchTasks(document);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-minutes]')) startMinutes(form);
