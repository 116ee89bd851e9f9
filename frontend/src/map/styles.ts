import type { PathOptions } from 'leaflet'
import type { Thing } from './features'

/** Colours come from the style sheet, so that the map follows light, dark and contrast. */
export class Palette {
  private readonly style: CSSStyleDeclaration

  constructor(box: HTMLElement) {
    this.style = getComputedStyle(box)
  }

  of(name: string): string {
    return this.style.getPropertyValue(`--map-${name}`).trim() || '#888'
  }
}

const tints = 4

/** Neighbouring communities get different tints without anybody colouring a graph. */
function tint(thing: Thing): string {
  const code = Number(String(thing.properties.id ?? '0').slice(0, 12)) || 0
  return `land-${(code % 1000) % tints}`
}

/** How wide a road is on the screen, in pixels, at a zoom. */
function roadWidth(layer: string, zoom: number): number {
  const metres = layer === 'street' ? 9 : 18
  const perPixel = (156543 * Math.cos((23.48 * Math.PI) / 180)) / 2 ** zoom
  return Math.max(layer === 'street' ? 0.75 : 1.75, Math.min(22, metres / perPixel))
}

type Look = (palette: Palette, zoom: number, thing: Thing) => PathOptions

const looks: Record<string, Look> = {
  river: (p) => ({ color: p.of('water'), fillColor: p.of('water'), weight: 1, fillOpacity: 1 }),
  island: (p) => ({ stroke: false, fillColor: p.of('land-0'), fillOpacity: 1 }),
  green: (p) => ({ stroke: false, fillColor: p.of('green'), fillOpacity: 1 }),
  district: (p) => ({ color: p.of('edge-strong'), weight: 2, fill: false, dashArray: '6 5' }),
  subdistrict: (p) => ({ color: p.of('edge'), weight: 1.5, fill: false }),
  community: (p, zoom, thing) => ({
    color: p.of('edge'),
    weight: zoom < 13 ? 0.6 : 1.2,
    fillColor: p.of(tint(thing)),
    fillOpacity: 1,
  }),
  main_road: (p, zoom) => ({
    color: p.of('road'),
    weight: roadWidth('main_road', zoom),
    fill: false,
  }),
  street: (p, zoom) => ({
    color: p.of('road'),
    weight: roadWidth('street', zoom),
    opacity: zoom < 14 ? 0.5 : 1,
    fill: false,
  }),
  bridge: (p, zoom) => ({
    color: p.of('bridge'),
    weight: roadWidth('main_road', zoom) + 1,
    fill: false,
  }),
  grid: (p) => ({ color: p.of('grid'), weight: 1.5, dashArray: '2 5', fill: false }),
  compound: (p) => ({
    color: p.of('compound-edge'),
    weight: 1,
    fillColor: p.of('compound'),
    fillOpacity: 0.9,
  }),
  plan: (p, zoom, thing) => ({
    color: p.of('plan-edge'),
    weight: zoom < 15 ? 1.2 : 2,
    fillColor: p.of(thing.properties.tint ?? 'none'),
    fillOpacity: 0.35,
  }),
  plan_building: (p, zoom, thing) => ({
    color: p.of('plan-edge'),
    weight: zoom < 15 ? 0 : 0.8,
    fillColor: p.of(thing.properties.tint ?? 'none'),
    fillOpacity: 1,
  }),
  building: (p) => ({
    color: p.of('building-edge'),
    weight: 0.8,
    fillColor: p.of('building'),
    fillOpacity: 1,
  }),
}

export function look(thing: Thing, palette: Palette, zoom: number): PathOptions {
  const style = looks[thing.properties.layer]
  return style ? style(palette, zoom, thing) : { color: palette.of('edge'), weight: 1, fill: false }
}

export function chosenLook(palette: Palette): PathOptions {
  return { color: palette.of('chosen-edge'), weight: 3, fillColor: palette.of('chosen') }
}

/** Lower layers are drawn first. */
export const order = [
  'land',
  'district',
  'subdistrict',
  'community',
  'river',
  'island',
  'green',
  'compound',
  'street',
  'main_road',
  'bridge',
  'grid',
  'plan',
  'building',
  'plan_building',
  'centre',
  'place',
  'matter',
]

/** From which zoom on a layer is drawn, and named. */
export const drawnFrom: Record<string, number> = {
  street: 13,
  grid: 15,
  building: 15,
  centre: 15,
  place: 17,
}
export const namedFrom: Record<string, [number, number]> = {
  district: [0, 12],
  river: [11, 17],
  community: [13, 15],
  main_road: [15, 19],
  street: [16, 19],
  compound: [16, 19],
  grid: [16, 17],
  plan: [15, 19],
  bridge: [15, 19],
  building: [18, 20],
  green: [16, 19],
}
