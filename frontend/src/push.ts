/**
 * “Wake this device”: asks the browser for a subscription and hands it to the form that keeps it.
 * The block is hidden until it can work: without a service worker, without push, there is the list.
 */
import { toBytes } from './bytes'

function fill(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name)
  if (field instanceof HTMLInputElement) field.value = value
}

async function subscribe(form: HTMLFormElement): Promise<void> {
  const ready = await navigator.serviceWorker.ready
  const made = await ready.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: toBytes(form.dataset.pushKey ?? ''),
  })
  const { endpoint, keys } = made.toJSON()
  fill(form, 'endpoint', endpoint ?? '')
  fill(form, 'p256dh', keys?.p256dh ?? '')
  fill(form, 'auth', keys?.auth ?? '')
  form.submit()
}

const form = document.querySelector<HTMLFormElement>('form[data-push-key]')
if (form && 'serviceWorker' in navigator && 'PushManager' in window) {
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    subscribe(form).catch(() => {
      const told = form.querySelector<HTMLElement>('[data-push-refused]')
      if (told) told.hidden = false
      form.querySelector('button')?.removeAttribute('aria-busy')
    })
  })
}
