import "./styles/design.css";
