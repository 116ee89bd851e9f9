import './styles/main.css'
import './icons.svg?url'
import './pictures/arcade.svg?url'
import htmx from 'htmx.org'
import { keepDrafts } from './draft'
import { enhance } from './enhance'

declare global {
  interface Window {
    htmx: typeof htmx
  }
}
window.htmx = htmx

// A refusal (409) and a form with errors (422) are answers to show, not failures of the network.
document.addEventListener('htmx:beforeSwap', (event) => {
  const detail = (event as CustomEvent).detail
  if ([400, 403, 404, 409, 422, 429].includes(detail.xhr.status)) {
    detail.shouldSwap = true
    detail.isError = false
  }
})

document.addEventListener('htmx:load', (event) => enhance(event.target as HTMLElement))
enhance(document.body)
keepDrafts()

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/worker.js', { scope: '/' }).catch(() => undefined)
}
