import './styles/design.css'
