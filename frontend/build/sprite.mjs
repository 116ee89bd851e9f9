// Writes src/icons.svg: one symbol for each name in linli/interface/icons.json, drawn by Lucide (ISC).
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const names = JSON.parse(readFileSync('../linli/interface/icons.json', 'utf8'))
const symbols = names.map((name) => {
  const file = `node_modules/lucide-static/icons/${name}.svg`
  if (!existsSync(file)) throw new Error(`icons.json: Lucide has no icon "${name}"`)
  const shapes = readFileSync(file, 'utf8')
    .replace(/<!--.*?-->/gs, '')
    .replace(/^\s*<svg.*?>/s, '')
    .replace('</svg>', '')
    .replace(/\s+/g, ' ')
    .replaceAll(' />', '/>')
    .trim()
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`
})
writeFileSync(
  'src/icons.svg',
  `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`,
)
