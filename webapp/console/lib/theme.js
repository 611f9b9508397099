// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** Light, dark, or as the system says. */
const KEY = 'diamond.theme';

export function theme() {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch {
    return 'auto';
  }
}

export function setTheme(next) {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // It is only remembered less long.
  }
  applyTheme(next);
}

export function applyTheme(which = theme()) {
  if (which === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = which;
  }
}
