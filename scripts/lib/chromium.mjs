import { which } from './run.mjs'

/** The path of a Chromium that tests can drive, or `undefined`. */
export const chromium = () =>
  process.env.CHROMIUM || which('chromium') || which('chromium-browser') || which('google-chrome')

export const chromedriver = () => process.env.CHROMEDRIVER || which('chromedriver')
