/**
 * The service worker: built files come from the cache, pages from the network, and a page that
 * tells what to do appears when there is no network. Pages themselves are never kept: they may hold
 * what only one person may see. `/worker.js` puts the two constants in front of this file.
 */
declare const LINLI_VERSION: string
declare const LINLI_FILES: string[]

const worker = self as unknown as ServiceWorkerGlobalScope
const store = `linli-${LINLI_VERSION}`

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(store)
      .then((cache) => cache.addAll(LINLI_FILES))
      .then(() => worker.skipWaiting()),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== store).map((name) => caches.delete(name))),
      )
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener('fetch', (event) => {
  const request = event.request
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== worker.location.origin) return
  if (address.pathname.startsWith('/static/assets/')) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)))
  } else if (request.mode === 'navigate') {
    event.respondWith(
      fetch(request).catch(async () => (await caches.match('/offline')) ?? Response.error()),
    )
  }
})

type Told = { title: string; body: string; address: string }

worker.addEventListener('push', (event) => {
  const told = event.data?.json() as Told | undefined
  if (!told) return
  event.waitUntil(
    worker.registration.showNotification(told.title, {
      body: told.body,
      icon: '/static/mark-512.png',
      data: { address: told.address },
    }),
  )
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const address = new URL(event.notification.data?.address ?? '/', worker.location.origin)
  if (address.origin !== worker.location.origin) return
  event.waitUntil(
    worker.clients.matchAll({ type: 'window' }).then((open) => {
      const here = open.find((client) => client.url === address.href)
      return here ? here.focus() : worker.clients.openWindow(address.href)
    }),
  )
})
