import "leaflet/dist/leaflet.css";
import "./styles/map.css";
