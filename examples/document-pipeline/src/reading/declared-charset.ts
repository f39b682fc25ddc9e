import { Parser } from 'htmlparser2'

/** Where the HTML standard makes a page declare its encoding. */
const declarationWithin = 1024

/** The encoding that a page names in a `meta` element or an XML declaration, if it does. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, declarationWithin)).toString('latin1')
  return xmlDeclaration(start) ?? metaCharset(start)
}

function xmlDeclaration(start: string): string | undefined {
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(start)?.[1]
}

function metaCharset(start: string): string | undefined {
  let charset: string | undefined
  const parser = new Parser({
    onopentag(name, { charset: plain, content = '' }) {
      if (name !== 'meta' || charset !== undefined) return
      charset = plain?.trim() ?? /charset\s*=\s*["']?([\w.:-]+)/i.exec(content)?.[1]
    },
  })
  parser.end(start)
  return charset
}
