/**
 * Keeps what is typed into a form with `data-draft="name"` on this device until it has been sent,
 * so that a lost connection or a closed page loses nothing. Passwords, files and hidden fields are
 * left out; a draft is forgotten after a week, and when a page carries `data-draft-sent="name"`.
 */
const daysMax = 7
const prefix = 'linli-draft:'

interface Draft {
  at: number
  values: Record<string, string[]>
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

function controls(form: HTMLFormElement): Control[] {
  const all = form.querySelectorAll<Control>('input, textarea, select')
  const left = ['password', 'file', 'hidden', 'submit', 'button']
  return [...all].filter((control) => control.name && !left.includes(control.type))
}

function isTick(control: Control): control is HTMLInputElement {
  return control.type === 'radio' || control.type === 'checkbox'
}

function read(form: HTMLFormElement): Draft['values'] {
  const values: Draft['values'] = {}
  for (const control of controls(form)) {
    if (isTick(control) ? control.checked : control.value) {
      values[control.name] = [...(values[control.name] ?? []), control.value]
    }
  }
  return values
}

function write(form: HTMLFormElement, values: Draft['values']): boolean {
  let changed = false
  for (const control of controls(form)) {
    const kept = values[control.name]
    if (!kept) continue
    if (isTick(control)) {
      const wanted = kept.includes(control.value)
      changed ||= control.checked !== wanted
      control.checked = wanted
    } else if (!control.value && kept[0]) {
      control.value = kept[0]
      changed = true
    }
  }
  return changed
}

function load(name: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(prefix + name) ?? 'null') as Draft | null
    if (draft && Date.now() - draft.at < daysMax * 86_400_000) return draft
    localStorage.removeItem(prefix + name)
  } catch {
    // No storage on this device, or not ours: then there is no draft.
  }
  return undefined
}

function save(form: HTMLFormElement, name: string): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify({ at: Date.now(), values: read(form) }))
  } catch {
    // A full or forbidden storage must not stop anybody from typing.
  }
}

function forget(name: string): void {
  try {
    localStorage.removeItem(prefix + name)
  } catch {
    // Nothing was kept.
  }
}

export function keepDrafts(): void {
  for (const mark of document.querySelectorAll<HTMLElement>('[data-draft-sent]')) {
    forget(mark.dataset.draftSent ?? '')
  }
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) {
    const name = form.dataset.draft ?? ''
    const draft = load(name)
    if (draft && write(form, draft.values)) {
      const told = form.querySelector<HTMLElement>('[data-draft-told]')
      if (told) told.hidden = false
    }
    form.addEventListener('input', () => save(form, name))
    form.querySelector('[data-draft-clear]')?.addEventListener('click', () => {
      forget(name)
      form.reset()
      location.reload()
    })
  }
}
