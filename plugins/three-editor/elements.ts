/** Elements in the look of the editor: its style sheet knows these class names. Text is set as text, never as HTML. */

export function panel(...children: HTMLElement[]): HTMLElement {
  return element('div', 'Panel', children);
}

/** A labelled row: its fields are called by the label, for those who do not see it beside them. */
export function row(label: string, ...children: HTMLElement[]): HTMLElement {
  const text = element('span', label === '' ? 'Text' : 'Label');
  text.textContent = label;
  for (const child of children) {
    if (label !== '' && child.matches('input, select')) child.setAttribute('aria-label', label);
  }
  text.style.cssText = 'display:inline-block;width:90px;vertical-align:middle';
  return element('div', 'Row', label === '' ? children : [text, ...children]);
}

export function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', 'Button');
  made.textContent = text;
  made.style.marginRight = '4px';
  made.addEventListener('click', onClick);
  return made;
}

export function select(options: readonly string[], onChange: (value: string) => void): HTMLSelectElement {
  const made = element('select', 'Select');
  setOptions(made, options);
  made.addEventListener('change', () => onChange(made.value));
  return withOwnKeys(made);
}

/** Replaces the choices. */
export function setOptions(made: HTMLSelectElement, options: readonly string[], chosen = 0): void {
  made.replaceChildren(
    ...options.map((text) => {
      const option = document.createElement('option');
      option.textContent = text;
      return option;
    }),
  );
  made.selectedIndex = chosen;
}

/** An empty field is null. Numbers beyond ±most are not taken. */
export function numberField(
  unit: string,
  onChange: (value: number | null) => void,
  most = Number.POSITIVE_INFINITY,
): HTMLInputElement {
  const made = element('input', 'Number');
  made.type = 'number';
  made.step = 'any';
  made.placeholder = unit;
  made.style.width = '80px';
  if (Number.isFinite(most)) [made.min, made.max] = [`${-most}`, `${most}`];
  made.addEventListener('input', () => {
    made.dataset.typed = 'yes';
  });
  made.addEventListener('change', () => {
    delete made.dataset.typed;
    if (made.reportValidity()) onChange(made.value === '' ? null : made.valueAsNumber);
  });
  return withOwnKeys(made);
}

/** Shows a number in its field, unless somebody is typing there. */
export function showNumber(field: HTMLInputElement, value: number | null): void {
  if (field.dataset.typed === undefined) field.value = value === null ? '' : String(value);
}

export function checkbox(onChange: (isOn: boolean) => void): HTMLInputElement {
  const made = element('input', 'Checkbox');
  made.type = 'checkbox';
  made.addEventListener('change', () => onChange(made.checked));
  return withOwnKeys(made);
}

export interface SliderRange {
  readonly min: number;
  readonly max: number;
  readonly value: number;
}

/** Tells when it is let go of. */
export function slider({ min, max, value }: SliderRange, onChange: (value: number) => void): HTMLInputElement {
  const made = element('input', 'Range');
  made.type = 'range';
  made.min = String(min);
  made.max = String(max);
  made.step = '0.05';
  made.value = String(value);
  made.style.width = '140px';
  made.addEventListener('change', () => onChange(made.valueAsNumber));
  return withOwnKeys(made);
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  children: readonly HTMLElement[] = [],
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

/** The editor listens to single keys on the whole page (Delete removes the selected object): not while one types. */
function withOwnKeys<T extends HTMLElement>(made: T): T {
  made.addEventListener('keydown', (event) => event.stopPropagation());
  return made;
}
