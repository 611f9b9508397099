// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSecrets } from '../../webapp/console/lib/bundle.js';

test('whatIsCalledASecret_isNotTold', () => {
  assert.deepEqual(JSON.parse(withoutSecrets({ node: 'n', dbPassword: 'p', lane: [{ token: 't', sent: 1 }], csrfSecret: { a: 1 } })),
    { node: 'n', dbPassword: '***', lane: [{ token: '***', sent: 1 }], csrfSecret: '***' });
});
