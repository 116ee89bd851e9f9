import 'leaflet/dist/leaflet.css'
import './styles/map.css'
import { CityMap } from './map/city-map'

function start(root: Element): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-map]')) {
    if (box.dataset.started) continue
    box.dataset.started = '1'
    new CityMap(box)
  }
}

document.addEventListener('htmx:load', (event) => start(event.target as Element))
start(document.body)
