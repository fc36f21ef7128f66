import { useEffect, useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const key = 'orgate-theme'

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(stored)
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset.theme
    else dataset.theme = theme
    try {
      localStorage.setItem(key, theme)
    } catch {
      // Storage is off: the choice lasts as long as the page.
    }
  }, [theme])
  return [theme, setTheme]
}

function stored(): Theme {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}
