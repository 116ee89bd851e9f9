// Passkeys: the browser's own dialogue between a form and the server. Without this script, or
// without a passkey, the forms for password and code beside it do the same.

import { toBytes } from './bytes'

type Options = { publicKey: Record<string, unknown> }

const toText = (bytes: ArrayBuffer | null): string | null => {
  if (!bytes) return null
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte))
  return btoa(letters.join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const withBytes = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((one) => ({ ...one, id: toBytes(one.id) })) : []

/** Return the server's options with the bytes that the browser wants in place of texts. */
function read(options: Options): Record<string, unknown> {
  const given = options.publicKey
  const user = given.user as { id: string } | undefined
  return {
    ...given,
    challenge: toBytes(given.challenge as string),
    ...(user ? { user: { ...user, id: toBytes(user.id) } } : {}),
    ...(given.excludeCredentials
      ? { excludeCredentials: withBytes(given.excludeCredentials) }
      : {}),
    ...(given.allowCredentials ? { allowCredentials: withBytes(given.allowCredentials) } : {}),
  }
}

/** Return the browser's answer as the server reads it. */
function write(credential: PublicKeyCredential): string {
  const answer = credential.response as AuthenticatorAttestationResponse &
    AuthenticatorAssertionResponse
  const parts: Record<string, unknown> = { clientDataJSON: toText(answer.clientDataJSON) }
  if (answer.attestationObject) {
    parts.attestationObject = toText(answer.attestationObject)
    parts.transports = answer.getTransports?.() ?? []
  } else {
    parts.authenticatorData = toText(answer.authenticatorData)
    parts.signature = toText(answer.signature)
    parts.userHandle = toText(answer.userHandle)
  }
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  })
}

async function create(form: HTMLFormElement): Promise<Credential | null> {
  const options = read(onPage().creation_options)
  const tick = form.elements.namedItem('passwordless')
  const passwordless = tick instanceof HTMLInputElement && tick.checked
  const selection = (options.authenticatorSelection ?? {}) as Record<string, unknown>
  options.authenticatorSelection = {
    ...selection,
    residentKey: passwordless ? 'required' : 'discouraged',
    requireResidentKey: passwordless,
    ...(passwordless ? { userVerification: 'required' } : {}),
  }
  return navigator.credentials.create({
    publicKey: options as unknown as PublicKeyCredentialCreationOptions,
  })
}

async function get(options: Options): Promise<Credential | null> {
  return navigator.credentials.get({
    publicKey: read(options) as unknown as PublicKeyCredentialRequestOptions,
  })
}

const onPage = () => JSON.parse(document.getElementById('passkey-options')?.textContent ?? '{}')

async function answer(form: HTMLFormElement): Promise<Credential | null> {
  if (form.dataset.passkey === 'create') return create(form)
  if (form.dataset.passkey === 'get') return get(onPage().request_options)
  const response = await fetch(form.action, {
    headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' },
  })
  return get((await response.json()).request_options)
}

function watch(form: HTMLFormElement): void {
  form.addEventListener('submit', async (event) => {
    const field = form.elements.namedItem('credential') as HTMLInputElement
    event.preventDefault()
    const error = form.querySelector<HTMLElement>('[data-passkey-error]')
    try {
      const credential = await answer(form)
      field.value = write(credential as PublicKeyCredential)
      form.submit()
    } catch {
      if (error) error.hidden = false // refused, timed out, or no passkey on this device
    }
  })
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  if ('credentials' in navigator && window.PublicKeyCredential) watch(form)
  else if (form.dataset.passkey === 'login') form.hidden = true
}
