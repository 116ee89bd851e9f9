// Puts the finished build in the place of the old one in one step: a failed build changes nothing.
import { existsSync, renameSync, rmSync } from 'node:fs'

rmSync('dist.old', { recursive: true, force: true })
if (existsSync('dist')) renameSync('dist', 'dist.old')
renameSync('dist.next', 'dist')
rmSync('dist.old', { recursive: true, force: true })
