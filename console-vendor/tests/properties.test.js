// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignProperties, doubled, readProperties, withKey, withPair, withValue, writeProperties } from '../../webapp/console/lib/properties.js';

let seed = 11;
const random = most => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % most;
const PIECES = ['a', 'key', '=', ':', ' ', '\t', '\f', '\\', '\n', '\r\n', '\r', '#', '!', '\\u4e2d', '\\u', 'ü', '书', '\\\n', '\ufeff', '  '];
const anyText = () => Array.from({ length: random(24) }, () => PIECES[random(PIECES.length)]).join('');
const pairs = text => readProperties(text).filter(each => each.kind === 'pair').map(({ key, value }) => [key, value]);

test('readAndWritten_everyTextIsItself', () => {
  for (let i = 0; i < 20_000; i++) {
    const text = anyText();
    assert.equal(writeProperties(readProperties(text)), text);
  }
});

test('pairs_areThoseThatJavaReads', () => {
  assert.deepEqual(pairs('a=1\n b : 2\nc 3\nd\n#x=1\n! y\n\n'), [['a', '1'], ['b', '2'], ['c', '3'], ['d', '']]);
  assert.deepEqual(pairs('long = one, \\\n    two, \\\r\n  three\nnext=1'), [['long', 'one, two, three'], ['next', '1']]);
  assert.deepEqual(pairs('a\\ b\\=c=d\\\\\ne==f\ng\\\n=h'), [['a b=c', 'd\\'], ['e', '=f'], ['g', 'h']]);
  assert.deepEqual(pairs('\ufeffa=\\u4e2d\\t\\z \n'), [['a', '中\tz ']]);
  assert.deepEqual(pairs('a=1\\'), [['a', '1']]);
  assert.deepEqual(pairs('\\\n# a comment\n\\\\\nb'), [['\\', ''], ['b', '']]);
  assert.deepEqual(pairs('a=1\\\n# no comment\n'), [['a', '1# no comment']]);
});

test('value_thatIsChanged_leavesAllElseAsItWas', () => {
  const text = '\ufeff# head\r\n\r\n  a : 1\r\nb=x \\\r\n   y\r\n!tail';
  const lines = readProperties(text);
  const at = lines.findIndex(each => each.key === 'a');
  const changed = lines.with ? lines.with(at, withValue(lines[at], ' 2\\')) : lines.map((each, i) => (i === at ? withValue(each, ' 2\\') : each));

  assert.equal(writeProperties(changed), '\ufeff# head\r\n\r\n  a : \\ 2\\\\\r\nb=x \\\r\n   y\r\n!tail');
  assert.equal(writeProperties(lines), text);
});

test('anyValueAndKey_areReadAsTheyWereTyped', () => {
  const typed = ['', ' ', '=x', ':', '#a', '!', 'a b', '中文', 'tab\there', 'two\nlines', 'back\\', '\\u4e2d', ' = ', '\ud83d\ude00', '\f'];
  for (const start of ['k=v\n', 'k v\n', 'k\n', 'k:v', 'k=\\u00fc\n', '#c\r\nk = v\r\n', ' k\t=\tv\n']) {
    for (const value of typed) {
      const lines = readProperties(start);
      const at = lines.findIndex(each => each.kind === 'pair');
      const set = line => writeProperties(lines.map((each, i) => (i === at ? line : each)));
      assert.deepEqual(pairs(set(withValue(lines[at], value, start.includes('\\u')))), [['k', value]], JSON.stringify([start, value]));
      if (value) {
        assert.deepEqual(pairs(set(withKey(lines[at], value))), [[value, lines[at].value]], JSON.stringify([start, value]));
        assert.deepEqual(pairs(writeProperties(withPair(lines, value, value, start))), [...pairs(start), [value, value]], JSON.stringify([start, value]));
      }
    }
  }
});

test('pair_thatIsAdded_isWrittenAsTheOthersAre', () => {
  const added = text => writeProperties(withPair(readProperties(text), 'n', 'ü', text));
  assert.equal(added('a = 1\r\nb = 2'), 'a = 1\r\nb = 2\r\nn = ü\r\n');
  assert.equal(added('a=\\u00e4\n'), 'a=\\u00e4\nn=\\u00fc\n');
  assert.equal(added('# only a comment'), '# only a comment\nn=ü\n');
  assert.equal(added(''), 'n=ü\n');
});

test('pair_thatIsAdded_leavesAllOthersWhatTheyMeant', () => {
  for (let i = 0; i < 20_000; i++) {
    const text = anyText();
    assert.deepEqual(pairs(writeProperties(withPair(readProperties(text), 'n', 'v', text))), [...pairs(text), ['n', 'v']], JSON.stringify(text));
  }
});

test('keys_thatAreThereTwice_areTold', () => {
  assert.deepEqual([...doubled(readProperties('a=1\nb=2\na=3\na=4\n'))], ['a']);
});

test('aligned_itMeansTheSame', () => {
  assert.equal(alignProperties('a=1\nlonger.name: 2\n\n# c\nb 3\nc=\nd\n'), 'a           = 1\nlonger.name : 2\n\n# c\nb = 3\nc =\nd\n');
  for (let i = 0; i < 20_000; i++) {
    const text = anyText();
    assert.deepEqual(pairs(alignProperties(text)), pairs(text), JSON.stringify(text));
  }
});
