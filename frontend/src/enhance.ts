/** Small comforts on top of pages that work without them. Each is a `data-` attribute. */

function copyButtons(root: HTMLElement): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy ?? '')
      const label = button.querySelector('span') ?? button
      label.textContent = button.dataset.done ?? '✓'
    })
  }
}

function printButtons(root: HTMLElement): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}

function photoFields(root: HTMLElement): void {
  for (const field of root.querySelectorAll<HTMLElement>('[data-photos]')) {
    const input = field.querySelector<HTMLInputElement>('input[type=file]')
    const shelf = field.querySelector<HTMLElement>('[data-photos-shelf]')
    if (!input || !shelf) continue
    field.classList.add('is-live')
    input.addEventListener('change', () => {
      const pictures = [...(input.files ?? [])].slice(0, Number(field.dataset.photos) || 3)
      shelf.replaceChildren(
        ...pictures.map((file) => {
          const picture = new Image()
          picture.alt = file.name
          picture.src = URL.createObjectURL(file)
          picture.addEventListener('load', () => URL.revokeObjectURL(picture.src))
          return picture
        }),
      )
    })
  }
}

function counters(root: HTMLElement): void {
  for (const text of root.querySelectorAll<HTMLTextAreaElement>('textarea[maxlength]')) {
    const told = text.parentElement?.querySelector<HTMLElement>('[data-count]')
    if (!told) continue
    const show = () => {
      told.textContent = `${text.value.length} / ${text.maxLength}`
    }
    text.addEventListener('input', show)
    show()
  }
}

function closeMenus(): void {
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')) {
      if (!menu.contains(event.target as Node)) menu.open = false
    }
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')) {
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
  })
}

function sendOnce(root: HTMLElement): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[method=post]')) {
    form.addEventListener('submit', () => {
      if (form.matches('[hx-post]')) return
      for (const button of form.querySelectorAll<HTMLButtonElement>('button:not([type=button])')) {
        button.setAttribute('aria-busy', 'true')
      }
    })
  }
}

let isFirst = true

export function enhance(root: HTMLElement): void {
  copyButtons(root)
  printButtons(root)
  photoFields(root)
  counters(root)
  sendOnce(root)
  if (isFirst) closeMenus()
  isFirst = false
}
