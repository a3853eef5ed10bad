/** Whether a request was not made because of where it leads. */
export const isRefusal = (error: unknown) => error instanceof Error && error.name === 'PrivateAddressError'

/** Why a request came to nothing, for whoever runs what it was sent to. `setting` is the one that names private targets. */
export function failureOf(error: unknown, setting: string): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (isRefusal(error)) {
    return `${message} Nothing was sent. Whoever runs this installation can allow it by the setting ${setting}.`
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ENODATA':
      return 'Its name could not be found (DNS).'
    case 'ECONNREFUSED':
      return 'Nothing accepts connections there.'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'It closed the connection without an answer.'
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return 'It could not be reached over the network.'
    case 'HPE_HEADER_OVERFLOW':
      return 'The headers of its answer are too long.'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'Its certificate is for another name.'
    case 'CERT_HAS_EXPIRED':
      return 'Its certificate has expired.'
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'Its certificate is signed by nobody whom this server knows.'
  }
  if (code.startsWith('HPE_')) return `Its answer is not HTTP (${code}).`
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return 'No secure connection came about (TLS).'
  return code ? `The request failed (${code}).` : message
}
