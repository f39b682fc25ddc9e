/// <reference path="./page/raw.d.ts" />
import { createHash } from 'node:crypto'
import api from './page/api.js?raw'
import app from './page/app.js?raw'
import board from './page/board.js?raw'
import commands from './page/commands.js?raw'
import detail from './page/detail.js?raw'
import element from './page/element.js?raw'
import filters from './page/filters.js?raw'
import format from './page/format.js?raw'
import icon from './page/icon.svg?raw'
import index from './page/index.html?raw'
import live from './page/live.js?raw'
import row from './page/row.js?raw'
import style from './page/style.css?raw'

export interface PageFile {
  readonly type: string
  readonly content: string
  readonly tag: string
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const

const file = (kind: keyof typeof TYPES, content: string): PageFile => ({
  type: TYPES[kind],
  content,
  tag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
})

const scripts = { api, app, board, commands, detail, element, filters, format, live, row }

/** The page as it was built in, by address below the mount point. */
export const PAGE_FILES: ReadonlyMap<string, PageFile> = new Map([
  ['/', file('html', index)],
  ['/page/style.css', file('css', style)],
  ['/page/icon.svg', file('svg', icon)],
  ...Object.entries(scripts).map(
    ([name, content]) => [`/page/${name}.js`, file('js', content)] as const,
  ),
])
