// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { languageChanged, language } from './lib/i18n.js';
import { handle } from './lib/keys.js';
import { session } from './lib/session.js';
import { applyTheme } from './lib/theme.js';
import './parts/shell.js';

applyTheme();
document.documentElement.lang = language();
languageChanged.addEventListener('change', () => { document.documentElement.lang = language(); });
document.addEventListener('keydown', handle);
session.load();
