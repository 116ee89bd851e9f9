import L from "leaflet";
import { words } from "./features";
import { namedFrom } from "./styles";

/** A name and the point at which it stands. */
export interface Name {
  layer: string;
  text: string;
  at: L.LatLng;
}

const namesMax = 70;
const rank = [
  "district",
  "river",
  "community",
  "compound",
  "bridge",
  "main_road",
  "green",
  "street",
];

/** Names that fit: the more important first, none over another. */
export class Labels {
  private readonly group = L.layerGroup();
  private readonly names: Name[] = [];

  constructor(private readonly map: L.Map) {
    this.group.addTo(map);
    map.on("moveend zoomend", () => this.draw());
  }

  add(name: Name): void {
    this.names.push(name);
  }

  draw(): void {
    this.group.clearLayers();
    const zoom = this.map.getZoom();
    const bounds = this.map.getBounds();
    const taken: L.Bounds[] = [];
    const wanted = this.names
      .filter((name) => {
        const range = namedFrom[name.layer];
        return range && zoom >= range[0] && zoom <= range[1] && bounds.contains(name.at);
      })
      .sort((a, b) => ((rank.indexOf(a.layer) + 99) % 99) - ((rank.indexOf(b.layer) + 99) % 99));
    for (const name of wanted) {
      if (taken.length >= namesMax) break;
      const point = this.map.latLngToContainerPoint(name.at);
      const half = L.point(name.text.length * 7.5 + 6, 11);
      const box = L.bounds(point.subtract(half), point.add(half));
      if (taken.some((other) => other.intersects(box))) continue;
      taken.push(box);
      const html = words(name.text);
      const icon = L.divIcon({
        className: `map-name map-name-${name.layer}`,
        html,
        iconSize: [0, 0],
      });
      L.marker(name.at, { icon, interactive: false, keyboard: false }).addTo(this.group);
    }
  }
}
