import chardet from 'chardet'
import iconv from 'iconv-lite'
import { countControls, countMatches } from './count-matches.js'
import { declaredCharset } from './declared-charset.js'

export interface DecodedText {
  readonly text: string
  readonly encoding: string
}

const inSmallPieces = 64 * 1024
/** Below this, in percent, chardet is guessing, and Windows-1252 is the better guess. */
const sureEnough = 40
/** Real text may hold a few stray control characters; in binary data about one byte in ten is one. */
const controlsInText = 0.02

/**
 * Decodes text in UTF-8, UTF-16 or an older encoding, by its byte order mark, by what it declares
 * or by guessing. Answers undefined if the bytes are not text.
 */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const decoded = decodeByMark(bytes) ?? decodeWithoutMark(bytes)
  if (decoded === undefined || looksBinary(decoded.text)) return undefined
  return decoded
}

function decodeByMark(bytes: Uint8Array): DecodedText | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeAs('utf-8', bytes)
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes)
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes)
  return undefined
}

function decodeWithoutMark(bytes: Uint8Array): DecodedText | undefined {
  if (bytes.includes(0)) return decodeUnmarkedUtf16(bytes)
  return decodeUtf8(bytes) ?? decodeDeclared(bytes) ?? decodeGuessed(bytes)
}

/** Basic Latin in UTF-16 has a zero in every other byte, on one side only. */
function decodeUnmarkedUtf16(bytes: Uint8Array): DecodedText | undefined {
  const zeros = [0, 0]
  for (const [index, byte] of bytes.subarray(0, inSmallPieces).entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  }
  const [even = 0, odd = 0] = zeros
  const pairs = Math.min(bytes.length, inSmallPieces) / 2
  if (even === 0 && odd > pairs * 0.1) return decodeAs('utf-16le', bytes)
  if (odd === 0 && even > pairs * 0.1) return decodeAs('utf-16be', bytes)
  return undefined
}

/** UTF-8, also with a few broken characters, as after a cut or a bad copy. */
function decodeUtf8(bytes: Uint8Array): DecodedText | undefined {
  const decoded = decodeAs('utf-8', bytes)
  const broken = countMatches(decoded.text, /\ufffd/g)
  if (broken === 0) return decoded
  const whole = countMatches(decoded.text, /[^\0-\x7f\ufffd]/g)
  return whole >= broken * 4 ? decoded : undefined
}

function decodeDeclared(bytes: Uint8Array): DecodedText | undefined {
  const charset = declaredCharset(bytes)
  if (charset === undefined || /^utf/i.test(charset) || !iconv.encodingExists(charset)) {
    return undefined
  }
  return decodeAs(charset, bytes)
}

function decodeGuessed(bytes: Uint8Array): DecodedText {
  const start = Math.max(0, bytes.findIndex((byte) => byte > 0x7f) - 2048)
  const [guess] = chardet.analyse(bytes.subarray(start, start + inSmallPieces))
  const useful =
    guess !== undefined && guess.confidence >= sureEnough && !/^(utf|ascii)/i.test(guess.name)
  const encoding = useful && iconv.encodingExists(guess.name) ? guess.name : 'windows-1252'
  return decodeAs(encoding, bytes)
}

// Node 20 decodes windows-1252 as Latin-1, so TextDecoder is left to the Unicode encodings.
function decodeAs(encoding: string, bytes: Uint8Array): DecodedText {
  if (encoding.startsWith('utf-')) {
    return { text: new TextDecoder(encoding).decode(bytes), encoding }
  }
  const name = /^iso-?8859-?1$/i.test(encoding) ? 'windows-1252' : encoding.toLowerCase()
  return {
    text: iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), name),
    encoding: name,
  }
}

function looksBinary(text: string): boolean {
  if (text.includes('\0')) return true
  return countControls(text) > Math.max(1, text.length * controlsInText)
}
