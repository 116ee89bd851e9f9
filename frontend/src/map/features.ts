import type { Feature, FeatureCollection, Geometry } from 'geojson'

/** What the server says of a thing on the map (linli/interface/README.md, "Map"). */
export interface Facts {
  layer: string
  id?: string
  name?: string
  href?: string
  icon?: string
  tone?: string
  tint?: string
}

export type Thing = Feature<Geometry, Facts>
export type Things = FeatureCollection<Geometry, Facts>

/** Fetches GeoJSON; a map that cannot load something shows the rest. */
export async function fetchThings(address: string): Promise<Things | undefined> {
  try {
    const answer = await fetch(address, { headers: { Accept: 'application/geo+json' } })
    return answer.ok ? ((await answer.json()) as Things) : undefined
  } catch {
    return undefined
  }
}

export function fill(pattern: string, values: Record<string, string | number>): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

/** Leaflet takes strings as HTML; a node of text stays text. */
export function words(text: string, className = ''): HTMLElement {
  const node = document.createElement('span')
  node.textContent = text
  node.className = className
  return node
}
