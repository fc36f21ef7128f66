import { which } from './run.mjs'

/** The path of a Chromium that tests can drive, or `undefined`. */
export const chromium = () =>
  process.env.CHROMIUM || which('chromium') || which('chromium-browser') || which('google-chrome')

/** How it is started: nothing of it asks the network by itself. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const chromedriver = () => process.env.CHROMEDRIVER || which('chromedriver')
