import { fill } from './features'

export interface Near {
  id: string
  name: string
  note?: string
  href?: string
  lon?: number
  lat?: number
}

const waitMilliseconds = 350

/** The same map in words: what is near the middle, as buttons or links. */
export class NearList {
  private timer = 0
  private readonly list: HTMLUListElement

  constructor(
    private readonly pattern: string,
    parent: HTMLElement,
    private readonly choose: ((near: Near) => void) | undefined,
  ) {
    this.list = document.createElement('ul')
    this.list.className = 'map-near-list'
    this.list.setAttribute('aria-live', 'polite')
    parent.append(this.list)
  }

  around(lon: number, lat: number): void {
    window.clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.load(lon, lat), waitMilliseconds)
  }

  private async load(lon: number, lat: number): Promise<void> {
    const address = fill(this.pattern, { lon: lon.toFixed(5), lat: lat.toFixed(5) })
    try {
      const answer = await fetch(address)
      if (answer.ok) this.show((await answer.json()) as Near[])
    } catch {
      this.list.replaceChildren()
    }
  }

  private show(rows: Near[]): void {
    this.list.replaceChildren(
      ...rows.map((row) => {
        const item = document.createElement('li')
        item.append(this.entry(row))
        return item
      }),
    )
  }

  private entry(row: Near): HTMLElement {
    const entry = document.createElement(this.choose || !row.href ? 'button' : 'a')
    entry.className = 'map-near-entry'
    if (entry instanceof HTMLAnchorElement && row.href) entry.href = row.href
    if (entry instanceof HTMLButtonElement) {
      entry.type = 'button'
      entry.addEventListener('click', () => this.choose?.(row))
    }
    const name = document.createElement('b')
    name.textContent = row.name
    entry.append(name)
    if (row.note) {
      const note = document.createElement('small')
      note.textContent = row.note
      entry.append(note)
    }
    return entry
  }
}
