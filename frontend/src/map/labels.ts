import L from 'leaflet'
import { words } from './features'
import { namedFrom } from './styles'

/** A name and the point at which it stands. */
export interface Name {
  layer: string
  text: string
  at: L.LatLng
}

const namesMax = 70
const shifts = [0, -24, 24, -42, 42]
const rank = [
  'district',
  'river',
  'community',
  'compound',
  'bridge',
  'main_road',
  'green',
  'street',
  'plan',
]

/** Names that fit: the more important first, none over another. */
export class Labels {
  private readonly group = L.layerGroup()
  private readonly names: Name[] = []

  constructor(private readonly map: L.Map) {
    this.group.addTo(map)
    map.on('moveend zoomend', () => this.draw())
  }

  add(name: Name): void {
    this.names.push(name)
  }

  draw(): void {
    this.group.clearLayers()
    const zoom = this.map.getZoom()
    const bounds = this.map.getBounds()
    const taken = this.signs()
    const wanted = this.names
      .filter((name) => {
        const range = namedFrom[name.layer]
        return range && zoom >= range[0] && zoom <= range[1] && bounds.contains(name.at)
      })
      .sort((a, b) => ((rank.indexOf(a.layer) + 99) % 99) - ((rank.indexOf(b.layer) + 99) % 99))
    for (const name of wanted) {
      if (this.group.getLayers().length >= namesMax) break
      const at = this.free(name, taken)
      if (!at) continue
      const html = words(name.text)
      const icon = L.divIcon({
        className: `map-name map-name-${name.layer}`,
        html,
        iconSize: [0, 0],
      })
      L.marker(this.map.containerPointToLatLng(at), {
        icon,
        interactive: false,
        keyboard: false,
      }).addTo(this.group)
    }
  }

  /** Where the name finds room: at its point, or a line above or below it. */
  private free(name: Name, taken: L.Bounds[]): L.Point | undefined {
    const half = L.point(name.text.length * 7.5 + 6, 10)
    const point = this.map.latLngToContainerPoint(name.at)
    for (const shift of shifts) {
      const at = point.add([0, shift])
      const box = L.bounds(at.subtract(half), at.add(half))
      if (taken.some((other) => other.intersects(box))) continue
      taken.push(box)
      return at
    }
    return undefined
  }

  /** Signs on the map leave no room for names. */
  private signs(): L.Bounds[] {
    const boxes: L.Bounds[] = []
    this.map.eachLayer((layer) => {
      if (!(layer instanceof L.Marker) || !layer.getElement()?.classList.contains('map-sign'))
        return
      const at = this.map.latLngToContainerPoint(layer.getLatLng())
      boxes.push(L.bounds(at.add([-14, -26]), at.add([14, 2])))
    })
    return boxes
  }
}
