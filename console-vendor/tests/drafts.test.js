// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const kept = new Map();
globalThis.localStorage = {
  get length() { return kept.size; },
  key: i => [...kept.keys()][i],
  getItem: id => kept.get(id) ?? null,
  setItem: (id, text) => kept.set(id, text),
  removeItem: id => kept.delete(id),
};
const KEY = { namespace: '', group: 'G', dataId: 'a' };

/** The module as one page of the browser has it. */
let pages = 0;
const page = () => import(`../../webapp/console/lib/drafts.js?page=${++pages}`);

beforeEach(() => kept.clear());

test('draft_ofAnotherPage_isOffered_andThatOfTheSamePageIsNot', async () => {
  const [one, other] = [await page(), await page()];
  one.keep('alice', 'e1', KEY, { content: 'typed' });

  assert.deepEqual(other.others('alice', 'e1', KEY).map(each => each.content), ['typed']);
  assert.deepEqual(one.others('alice', 'e1', KEY), []);
  assert.deepEqual(other.others('bob', 'e1', KEY), []);
});

test('draft_ofAStoreOfBefore_isOfferedByItsId_atItsKeyAndToItsUserAlone', async () => {
  const [one, other] = [await page(), await page()];
  one.keep('alice', 'e1', KEY, { content: 'typed' });
  const [{ id, epoch, key }] = other.ofUser('alice');

  assert.deepEqual({ epoch, key }, { epoch: 'e1', key: KEY });
  assert.deepEqual(other.others('alice', 'e2', KEY), []);
  assert.deepEqual(other.others('alice', 'e2', KEY, id).map(each => each.content), ['typed']);
  assert.deepEqual(other.others('alice', 'e1', KEY, id).length, 1);
  assert.deepEqual(other.others('alice', 'e2', { ...KEY, dataId: 'b' }, id), []);
  assert.deepEqual(other.others('bob', 'e2', KEY, id), []);
});

test('list_tellsWhatThereIs_withoutContents', async () => {
  const one = await page();
  one.keep('alice', 'e1', KEY, { content: 'typed' });

  assert.deepEqual(Object.keys(one.ofUser('alice')[0]).sort(), ['at', 'epoch', 'id', 'key']);
});

test('whoSignsOut_leavesNothing_notEvenWhatCannotBeRead_andKeepsNoMore', async () => {
  const one = await page();
  one.keep('alice', 'e1', KEY, { content: 'typed' });
  one.keep('bob', 'e1', KEY, { content: 'of another' });
  const [{ id }] = one.ofUser('alice');
  kept.set(id + 'x', '{');

  one.forget('alice');
  one.keep('alice', 'e1', KEY, { content: 'as the page goes' });

  assert.deepEqual(one.ofUser('alice'), []);
  assert.equal(kept.size, 1);
  assert.equal(one.ofUser('bob').length, 1);
});

test('draft_thatTheBrowserHasNoRoomFor_isToldAsNotKept', async () => {
  const one = await page();
  const { setItem } = localStorage;
  localStorage.setItem = () => { throw new Error('full'); };
  try {
    assert.equal(one.keep('alice', 'e1', KEY, { content: 'typed' }), false);
  } finally {
    localStorage.setItem = setItem;
  }
});

test('whatWasLeftInTheMiddle_isOfferedToTheNextEditOfTheSamePage_andSurvivesIt', async () => {
  const drafts = await page();
  const key = { namespace: '', group: 'G', dataId: 'left' };
  const [first, second] = [drafts.editing(), drafts.editing()];
  drafts.keep('mei', '1-a', key, { content: 'half' }, first);
  assert.deepEqual(drafts.others('mei', '1-a', key, '', first), []);
  assert.deepEqual(drafts.others('mei', '1-a', key, '', second).map(each => each.content), ['half']);
  drafts.drop('mei', '1-a', key, second);
  assert.deepEqual(drafts.others('mei', '1-a', key, '', second).map(each => each.content), ['half']);
});
