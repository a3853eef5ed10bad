import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** @type {import('next').NextConfig} */
export default {
  distDir: '../../.next-floor',
  turbopack: { root },
}
