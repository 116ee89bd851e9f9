import L from 'leaflet'
import { type Facts, fetchThings, fill, type Thing, type Things, words } from './features'
import { Labels } from './labels'
import { NearList } from './near'
import { Picker } from './pick'
import { chosenLook, drawnFrom, look, order, Palette } from './styles'

const communityZoomMin = 15
const communitiesAtOnceMax = 6
const townMetres = 6000
const symbols: Record<string, string> = { centre: 'landmark', place: 'trees', matter: 'map-pin' }

type Shape = L.Path & { feature: Thing }

/** One map in a page: the city, the communities in view, names, pins, and a place to choose. */
export class CityMap {
  private readonly map: L.Map
  private readonly labels: Labels
  private readonly shapes: Shape[] = []
  private readonly outlines = new Map<string, L.LatLngBounds>()
  private readonly loaded = new Set<string>()
  private readonly groups = new Map<string, L.LayerGroup>()
  private readonly picker: Picker | undefined
  private readonly near: NearList | undefined
  private readonly say: Record<string, string>
  private palette: Palette
  private chosen: Shape | undefined
  private own: L.Polygon | undefined

  constructor(private readonly box: HTMLElement) {
    const canvas = box.querySelector<HTMLElement>('.map-canvas')
    if (!canvas) throw new Error('A map needs its .map-canvas')
    this.say = JSON.parse(box.dataset.words ?? '{}') as Record<string, string>
    this.palette = new Palette(box)
    this.map = L.map(canvas, {
      renderer: L.canvas({ padding: 0.3, tolerance: 6 }),
      attributionControl: Boolean(box.dataset.tiles),
      zoomControl: false,
      zoomSnap: 0.5,
      minZoom: 10,
      maxZoom: 19,
      maxBoundsViscosity: 0.8,
    })
    L.control
      .zoom({
        zoomInTitle: this.say.closer ?? '+',
        zoomOutTitle: this.say.farther ?? '-',
        position: 'topright',
      })
      .addTo(this.map)
    for (const name of order) this.groups.set(name, L.layerGroup().addTo(this.map))
    this.labels = new Labels(this.map)
    if (box.dataset.pick) this.picker = new Picker(this.map, box, this.say)
    this.near = this.nearList()
    this.map.setView([23.48, 111.3], 12)
    this.listen(canvas)
    void this.fillUp()
  }

  private nearList(): NearList | undefined {
    const parent = this.box.querySelector<HTMLElement>('.map-near')
    if (!this.box.dataset.near || !parent) return undefined
    const picker = this.picker
    const choose = picker
      ? (row: { id: string; name: string; lon?: number; lat?: number }) =>
          picker.choose({ id: row.id, name: row.name, lon: row.lon ?? 0, lat: row.lat ?? 0 })
      : undefined
    return new NearList(this.box.dataset.near, parent, choose)
  }

  private listen(canvas: HTMLElement): void {
    this.map.on('zoomend', () => this.restyle())
    this.map.on('moveend', () => this.look())
    this.map.on('click', (event) => this.pickPoint(event.latlng))
    canvas.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target !== canvas) return
      event.preventDefault()
      this.pickPoint(this.map.getCenter())
    })
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.restyle())
    this.addLocate()
  }

  /** Loads what the page asks for, then shows the part it is about. */
  private async fillUp(): Promise<void> {
    const { city = '', tiles, pins, at } = this.box.dataset
    if (tiles) L.tileLayer(tiles, { maxZoom: 19 }).addTo(this.map)
    const things = city ? await fetchThings(city) : undefined
    if (things) this.draw(things)
    const place = at?.split(',').map(Number)
    if (place?.length === 3) {
      this.map.setView([place[1] ?? 0, place[0] ?? 0], place[2] ?? 17)
    } else {
      this.showAll()
    }
    if (pins) await this.addPins(pins)
    await this.look()
    this.restyle()
    this.box.dataset.ready = '1'
  }

  private showAll(): void {
    const own = this.outlines.get(this.box.dataset.fit ?? '')
    const all = [...this.outlines.values()]
    const whole = around(all)
    const inside = this.inside(this.box.dataset.fit ?? '')
    const bounds = own ?? around(densest(inside.length ? inside : all))
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [12, 12], maxZoom: 17 })
    if (whole.isValid()) this.map.setMaxBounds(whole.pad(0.4))
  }

  /** What lies in a district or subdistrict: codes that begin as its own does. */
  private inside(code: string): L.LatLngBounds[] {
    const start = code.replace(/0+$/, '')
    if (start.length < 4) return []
    return [...this.outlines].filter(([id]) => id.startsWith(start)).map(([, one]) => one)
  }

  private draw(things: Things): void {
    const layer = L.geoJSON<Facts>(drawable(things), {
      style: (thing) => (thing ? look(thing as Thing, this.palette, this.map.getZoom()) : {}),
      pointToLayer: (thing, at) => this.point(thing as Thing, at),
      onEachFeature: (thing, part) => this.know(thing as Thing, part),
    })
    const parts = layer.getLayers() as (L.Layer & { feature: Thing })[]
    for (const part of parts) this.groups.get(part.feature.properties.layer)?.addLayer(part)
    this.stack()
  }

  /** Puts lower layers below, whatever came first. */
  private stack(): void {
    for (const name of order) {
      this.groups.get(name)?.eachLayer((part) => {
        if (part instanceof L.Path) part.bringToFront()
      })
    }
  }

  private point(thing: Thing, at: L.LatLng): L.Layer {
    const { layer, name = '', icon, tone = '', href } = thing.properties
    if (isBuilding(layer)) return L.circleMarker(at, { radius: 5 })
    const html = words('', `map-sign-in`)
    const drawing = this.box.dataset.icons
    if (drawing) {
      const space = 'http://www.w3.org/2000/svg'
      const svg = document.createElementNS(space, 'svg')
      const use = document.createElementNS(space, 'use')
      svg.setAttribute('class', 'icon')
      svg.setAttribute('aria-hidden', 'true')
      use.setAttribute('href', `${drawing}#${icon ?? symbols[layer] ?? 'map-pin'}`)
      svg.append(use)
      html.append(svg)
    }
    const sign = L.divIcon({
      className: `map-sign map-sign-${layer} ${tone}`,
      html,
      iconSize: [28, 28],
      iconAnchor: [14, 26],
    })
    const marker = L.marker(at, { icon: sign, title: name, alt: name, keyboard: Boolean(href) })
    return marker.on('click', () => this.open(thing))
  }

  private know(thing: Thing, part: L.Layer): void {
    const { layer, name, id } = thing.properties
    if (part instanceof L.Path) {
      const shape = part as Shape
      this.shapes.push(shape)
      if (id && id === this.box.dataset.fit && part instanceof L.Polygon) {
        this.own = L.polygon(part.getLatLngs() as L.LatLng[][], {
          fill: false,
          interactive: false,
        })
        this.own.addTo(this.map)
      }
      part.on('click', (event) => this.tap(shape, event))
      if (name && (layer === 'compound' || layer === 'plan' || isBuilding(layer))) {
        part.bindTooltip(words(name), { sticky: true, direction: 'top' })
      }
    }
    const bounds = part instanceof L.Polyline ? part.getBounds() : undefined
    if (bounds?.isValid() && id && layer === 'community') this.outlines.set(id, bounds)
    if (name && bounds) this.labels.add({ layer, text: name, at: middle(part, bounds, layer) })
  }

  private tap(shape: Shape, event: L.LeafletMouseEvent): void {
    const { layer, id, name } = shape.feature.properties
    if (this.picker && isBuilding(layer) && this.box.dataset.pick === 'building') {
      L.DomEvent.stopPropagation(event)
      if (this.chosen)
        this.chosen.setStyle(look(this.chosen.feature, this.palette, this.map.getZoom()))
      this.chosen = shape
      shape.setStyle(chosenLook(this.palette))
      const at = shape instanceof L.Polygon ? shape.getBounds().getCenter() : event.latlng
      this.picker.choose({ id, name, lon: at.lng, lat: at.lat })
    } else if (!this.picker) {
      this.open(shape.feature)
    }
  }

  private open(thing: Thing): void {
    const { layer, id = '', href } = thing.properties
    const pattern = layer === 'community' ? this.box.dataset.communityUrl : undefined
    const address = pattern ? fill(pattern, { id }) : href
    if (address) location.assign(address)
  }

  private pickPoint(at: L.LatLng): void {
    if (this.box.dataset.pick !== 'point') return
    this.picker?.choose({ lon: at.lng, lat: at.lat })
    this.near?.around(at.lng, at.lat)
  }

  private async addPins(address: string): Promise<void> {
    const things = await fetchThings(address)
    if (!things) return
    for (const thing of things.features) thing.properties.layer ||= 'matter'
    this.draw(things)
  }

  /** Fetches the communities that have come into view, a few at a time. */
  private async look(): Promise<void> {
    const middle = this.map.getCenter()
    this.near?.around(middle.lng, middle.lat)
    const pattern = this.box.dataset.community
    if (!pattern || this.map.getZoom() < communityZoomMin) return
    const view = this.map.getBounds()
    const codes = [...(this.groups.get('community')?.getLayers() ?? [])]
      .map((part) => part as Shape)
      .filter((part) => (part as unknown as L.Polygon).getBounds().intersects(view))
      .map((part) => part.feature.properties.id ?? '')
      .filter((code) => code && !this.loaded.has(code))
      .sort((a, b) => this.distance(a, middle) - this.distance(b, middle))
      .slice(0, communitiesAtOnceMax)
    for (const code of codes) this.loaded.add(code)
    const found = await Promise.all(codes.map((code) => fetchThings(fill(pattern, { code }))))
    for (const things of found) if (things) this.draw(things)
    if (!codes.length) return
    this.restyle()
    await this.look()
  }

  private distance(code: string, from: L.LatLng): number {
    return this.outlines.get(code)?.getCenter().distanceTo(from) ?? Number.POSITIVE_INFINITY
  }

  private restyle(): void {
    this.palette = new Palette(this.box)
    const zoom = this.map.getZoom()
    for (const [name, from] of Object.entries(drawnFrom)) {
      const group = this.groups.get(name)
      if (!group) continue
      if (zoom >= from) group.addTo(this.map)
      else group.remove()
    }
    for (const shape of this.shapes) shape.setStyle(look(shape.feature, this.palette, zoom))
    this.chosen?.setStyle(chosenLook(this.palette))
    this.own?.setStyle({ color: this.palette.of('edge-strong'), weight: 3 })
    this.stack()
    this.own?.bringToFront()
    this.labels.draw()
  }

  private addLocate(): void {
    if (!this.box.dataset.locate || !('geolocation' in navigator)) return
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'button quiet map-locate'
    button.textContent = this.say.locate ?? ''
    button.addEventListener('click', () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => this.map.setView([coords.latitude, coords.longitude], 18),
        () => {
          button.textContent = this.say.notLocated ?? ''
        },
        { enableHighAccuracy: true, timeout: 10_000 },
      )
    })
    this.box.querySelector('.map-near')?.prepend(button)
  }
}

/** A building of the register, or of a plan that is drawn over it. */
function isBuilding(layer: string): boolean {
  return layer === 'building' || layer === 'plan_building'
}

/** An area may have no outline yet: then there is nothing to draw. */
function drawable(things: Things): Things {
  const has = (thing: Thing) =>
    thing.geometry && 'coordinates' in thing.geometry && thing.geometry.coordinates.length > 0
  return { ...things, features: things.features.filter(has) }
}

function around(parts: L.LatLngBounds[]): L.LatLngBounds {
  return parts.reduce((sum, one) => sum.extend(one), L.latLngBounds([]))
}

/** The largest town: a city of many towns would else be a few dots on an empty map. */
function densest(parts: L.LatLngBounds[]): L.LatLngBounds[] {
  const near = (one: L.LatLngBounds) => {
    const here = one.getCenter()
    return parts.filter((other) => here.distanceTo(other.getCenter()) < townMetres)
  }
  return parts.map(near).reduce((most, one) => (one.length > most.length ? one : most), [])
}

/** Where a name stands: halfway along a line, in the middle of a shape. */
function middle(part: L.Layer, bounds: L.LatLngBounds, layer: string): L.LatLng {
  if (part instanceof L.Polygon && layer === 'river') {
    // A river's ring goes down one bank and up the other: halfway between two points across.
    const ring = part.getLatLngs().flat(2) as L.LatLng[]
    const one = ring[Math.floor(ring.length * 0.28)]
    const other = ring[ring.length - 1 - Math.floor(ring.length * 0.28)]
    if (one && other) return L.latLng((one.lat + other.lat) / 2, (one.lng + other.lng) / 2)
  }
  if (!(part instanceof L.Polygon) && part instanceof L.Polyline) {
    const points = part.getLatLngs().flat(2) as L.LatLng[]
    return points[Math.floor(points.length / 2)] ?? bounds.getCenter()
  }
  return bounds.getCenter()
}
