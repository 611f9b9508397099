// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html } from '../vendor/lit.js';
import { DmElement, define } from '../parts/element.js';
import { empty } from '../parts/banner.js';

class Configs extends DmElement {
  render() {
    return empty('list', 'Configurations');
  }
}
define('dm-configs', Configs);
