// A file on its way to the server: how far it is, and in words what is wrong with it. Without this script the form
// does the same, only without the bar.

export function startUpload(form: HTMLFormElement): void {
  form.addEventListener('submit', event => {
    event.preventDefault();
    const file = form.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0];
    if (file && file.size > Number(form.dataset['most'])) {
      trouble(form, form.dataset['tooLarge'] ?? '');
      return;
    }
    send(form);
  });
}

function send(form: HTMLFormElement): void {
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
  request.responseType = 'document';
  request.upload.addEventListener('progress', event => tell(form, event.loaded, event.total));
  request.addEventListener('load', () => answered(form, request));
  request.addEventListener('error', () => trouble(form, form.dataset['failed'] ?? ''));
  trouble(form, '');
  busy(form, true);
  request.send(new FormData(form));
}

function tell(form: HTMLFormElement, sent: number, all: number): void {
  const place = form.querySelector<HTMLElement>('[data-progress]');
  const bar = place?.querySelector('progress');
  const words = place?.querySelector('span');
  if (!place || !bar || !words || all === 0) return;
  const percent = Math.floor((sent / all) * 100);
  place.hidden = false;
  bar.value = percent;
  words.textContent = percent < 100 ? `${percent} %` : (form.dataset['checking'] ?? '');
}

/** Kept: the dossier, drawn again. Refused: the sentence that stands in the page that came back. */
function answered(form: HTMLFormElement, request: XMLHttpRequest): void {
  if (request.status < 300) {
    location.hash = 'tep-phat';
    location.reload();
    return;
  }
  const page = request.responseXML;
  const said = [...(page?.querySelectorAll('#tep-phat .field-error') ?? [])];
  const words = said.map(one => one.textContent?.trim()).filter(Boolean);
  const whole = page?.querySelector('main p, h1 + p')?.textContent?.trim();
  trouble(form, words.join(' ') || whole || form.dataset['failed'] || '');
}

function trouble(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>('[data-trouble]');
  busy(form, false);
  if (!place) return;
  place.textContent = words;
  place.hidden = words === '';
}

function busy(form: HTMLFormElement, on: boolean): void {
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
  const bar = form.querySelector<HTMLElement>('[data-progress]');
  if (button) button.disabled = on;
  if (bar) bar.hidden = !on;
}
