import { html, nothing, type TemplateResult } from 'lit';
import { dialog } from '../ui/dialog.js';
import { words } from '../words/index.js';
import { say } from '../words/site.js';
import type { SiteRoom } from './room.js';

type Close = () => void;

const text = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

function submitted(event: SubmitEvent): FormData {
  event.preventDefault();
  return new FormData(event.target as HTMLFormElement);
}

const acts = (submit: string, close: Close): TemplateResult => html`<div class="acts">
  <button type="button" @click=${close}>${words.cancel}</button>
  <button class="primary">${submit}</button>
</div>`;

export function floorForm(room: SiteRoom, close: Close): TemplateResult {
  const send = async (event: SubmitEvent) => {
    const form = submitted(event);
    const sent = await room.give({
      act: 'floor.request',
      speaker: { name: text(form, 'name'), title: text(form, 'post'), unit: room.mine?.name ?? '' },
      topic: text(form, 'topic'),
      minutes: Number(text(form, 'minutes') || 0),
      point_of_order: form.has('order'),
    });
    if (!sent) return;
    room.tell(say.floor.sent);
    close();
  };
  return dialog(
    say.floor.title,
    html`<form @submit=${send}>
      <label>${say.floor.speaker}<input name="name" required maxlength="120" autocomplete="off" autofocus /></label>
      <label>${say.floor.post}<input name="post" maxlength="120" autocomplete="off" /></label>
      <label>${say.floor.topic}<textarea name="topic" maxlength="500"></textarea></label>
      <label>${say.floor.minutes}<input name="minutes" type="number" min="0" max="240" value="5" /></label>
      <label class="check"><input type="checkbox" name="order" />${say.floor.order}</label>
      ${acts(say.floor.submit, close)}
    </form>`,
    close,
  );
}

export function faultForm(room: SiteRoom, close: Close): TemplateResult {
  const offline = !room.session.line.state.get().up;
  const send = (event: SubmitEvent) => {
    const form = submitted(event);
    void room.report(text(form, 'kind'), text(form, 'words'));
    close();
  };
  return dialog(
    say.fault.title,
    html`<form @submit=${send}>
      <p class="help">${offline ? say.fault.offline : say.fault.help}</p>
      <fieldset class="choices">
        <legend>${say.fault.kind}</legend>
        ${Object.entries(say.fault.kinds).map(
          ([kind, name], n) =>
            html`<label class="check"><input type="radio" name="kind" value=${kind} ?checked=${n === 0} />${name}</label>`,
        )}
      </fieldset>
      <label>${say.fault.words}<textarea name="words" maxlength="500"></textarea></label>
      ${acts(say.fault.submit, close)}
    </form>`,
    close,
  );
}

export function rollForm(room: SiteRoom, close: Close): TemplateResult {
  const before = room.mine?.readiness;
  const send = async (event: SubmitEvent) => {
    const form = submitted(event);
    const ready = text(form, 'ready') === 'yes';
    const reason = text(form, 'reason');
    if (!ready && !reason) return room.tell(say.roll.reasonNeeded, true);
    const sent = await room.give({
      act: 'roll.answer',
      ready,
      reason: ready ? '' : reason,
      head_count: Number(text(form, 'heads') || 0),
      local_chair: text(form, 'chair'),
    });
    if (sent) close();
  };
  return dialog(
    say.roll.title,
    html`<form @submit=${send}>
      <fieldset class="choices two">
        <legend class="sr-only">${say.roll.title}</legend>
        <label class="check"
          ><input type="radio" name="ready" value="yes" ?checked=${before?.ready ?? true} />${say.roll.ready}</label
        >
        <label class="check"
          ><input type="radio" name="ready" value="no" ?checked=${before ? !before.ready : false} />${say.roll.notReady}</label
        >
      </fieldset>
      <label class="when-not-ready"
        >${say.roll.reason}<input name="reason" maxlength="500" .value=${before?.reason ?? ''}
      /></label>
      <label
        >${say.roll.heads}<input name="heads" type="number" min="0" max="5000" .value=${String(before?.head_count ?? '')}
      /></label>
      <label>${say.roll.chair}<input name="chair" maxlength="120" .value=${before?.local_chair ?? ''} /></label>
      ${acts(say.roll.submit, close)}
    </form>`,
    close,
  );
}

export function leaveForm(room: SiteRoom, close: Close): TemplateResult {
  const leave = async () => {
    if (await room.give({ act: 'site.leave' })) close();
  };
  return dialog(
    say.hall.leave,
    html`<p class="spaced">${say.hall.leaveAsk}</p>
      <div class="acts">
        <button type="button" @click=${close}>${words.cancel}</button>
        <button type="button" class="danger solid" @click=${leave}>${say.hall.leave}</button>
      </div>`,
    close,
  );
}

export const kept = (room: SiteRoom): TemplateResult | typeof nothing => {
  const count = room.session.acts.kept.get();
  return count > 0 ? html`<span class="chip amber">${say.fault.keptCount(count)}</span>` : nothing;
};
