// Lays the fonts of printed papers (Noto Sans, OFL) where linli/platform/pdf looks for them.
import { copyFileSync, mkdirSync } from 'node:fs'

const from = 'node_modules/@embedpdf/fonts-sc'
const files = ['LICENSE', 'fonts/NotoSansHans-Regular.otf', 'fonts/NotoSansHans-Bold.otf']
mkdirSync('fonts', { recursive: true })
for (const file of files) copyFileSync(`${from}/${file}`, `fonts/${file.split('/').pop()}`)
