import { Router } from 'express'
import { documentStyle } from './document.js'
import { icon } from './icon.js'
import { pageStyle } from './page.js'
import { palette } from './palette.js'
import { searchStyle } from './search.js'

const style = [palette, pageStyle, searchStyle, documentStyle].join('\n')

/** The style sheet and the icon. They are modules, so that they are part of any bundle. */
export function appearance(): Router {
  const router = Router()
  router.get('/style.css', (_request, response) => {
    response.type('css').set('Cache-Control', 'no-cache').send(style)
  })
  router.get('/favicon.svg', (_request, response) => {
    response.type('svg').set('Cache-Control', 'no-cache').send(icon)
  })
  return router
}
