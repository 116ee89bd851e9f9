import L from 'leaflet'
import { fill, words } from './features'

export interface Chosen {
  id?: string | undefined
  name?: string | undefined
  lon: number
  lat: number
}

/** Choosing a place: a pin, its name below the map, and the way on (an address or a form). */
export class Picker {
  private readonly bar: HTMLElement
  private pin: L.Marker | undefined

  constructor(
    private readonly map: L.Map,
    private readonly box: HTMLElement,
    private readonly say: Record<string, string>,
  ) {
    this.bar = document.createElement('div')
    this.bar.className = 'map-picked'
    this.bar.setAttribute('role', 'status')
    box.querySelector('.map-canvas')?.after(this.bar)
    this.bar.append(words(this.say.pick ?? ''))
  }

  choose(chosen: Chosen): void {
    const at = L.latLng(chosen.lat, chosen.lon)
    const icon = L.divIcon({
      className: 'map-pin',
      html: words(''),
      iconSize: [32, 40],
      iconAnchor: [16, 38],
    })
    this.pin?.remove()
    this.pin = L.marker(at, { icon, keyboard: false, interactive: false }).addTo(this.map)
    if (!this.map.getBounds().pad(-0.1).contains(at)) this.map.panTo(at)
    this.tell(chosen)
  }

  private tell(chosen: Chosen): void {
    const name = chosen.name || this.say.point || ''
    const values = { id: chosen.id ?? '', lon: chosen.lon.toFixed(6), lat: chosen.lat.toFixed(6) }
    this.bar.replaceChildren(words(`${this.say.chosen ?? ''} ${name}`, 'map-picked-name'))
    const pattern = (chosen.id && this.box.dataset.pickBuildingUrl) || this.box.dataset.pickUrl
    if (pattern) {
      const link = document.createElement('a')
      link.className = 'button'
      link.href = fill(pattern, values)
      link.textContent = this.say.here ?? ''
      this.bar.append(link)
    }
    if (this.box.dataset.into) this.fillForm(this.box.dataset.into, values, name)
  }

  private fillForm(id: string, values: Record<string, string>, name: string): void {
    const form = document.getElementById(id)
    if (!(form instanceof HTMLFormElement)) return
    for (const [key, value] of Object.entries({
      building: values.id,
      lon: values.lon,
      lat: values.lat,
    })) {
      const input = form.elements.namedItem(key)
      if (input instanceof HTMLInputElement) input.value = value ?? ''
    }
    const told = form.querySelector('[data-picked]')
    if (told) told.textContent = name
    form.dispatchEvent(new Event('input', { bubbles: true }))
  }
}
