// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Blame } from '../../webapp/console/lib/blame.js';
import { canFormat, formatted } from '../../webapp/console/lib/formatting.js';
import { diffKeys, hasKeys } from '../../webapp/console/lib/keydiff.js';
import { splitLines } from '../../webapp/console/lib/lines.js';

let seed = 5;
const random = most => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % most;

test('xml_isIndented_whereBlanksSayNothing', () => {
  assert.equal(formatted('xml', '<?xml version="1.0"?><a><!-- c --><b x="1 > 0"/><c>\n text </c><d><e/></d></a>\n', '\n'),
    '<?xml version="1.0"?>\n<a>\n  <!-- c -->\n  <b x="1 > 0"/>\n  <c>\n text </c>\n  <d>\n    <e/>\n  </d>\n</a>\n');
});

test('xml_whereTextAndElementsAreMixed_orBlanksArePreserved_staysAsItIs', () => {
  for (const kept of ['<p>one <b>two</b> three</p>', '<a xml:space="preserve"> <b/> </a>', '<a>  </a>', '<a><![CDATA[ x ]]><b/></a>']) {
    assert.equal(formatted('xml', `<r>${kept}</r>`, '\n'), `<r>\n  ${kept}\n</r>`);
  }
});

test('xml_keepsItsMarkItsLineEndsAndItsEmptyLines', () => {
  assert.equal(formatted('xml', '\ufeff<a><b/>\r\n\r\n\r\n<c/></a>', '\r\n'), '\ufeff<a>\r\n  <b/>\r\n\r\n  <c/>\r\n</a>');
});

test('xml_thatIsNone_isRefused', () => {
  for (const bad of ['<a>', '<a></b>', '</a>', '<a><b></a></b>', '< a/>', '<a b="></a>', '<a><!-- </a>']) {
    assert.throws(() => formatted('xml', bad, '\n'), SyntaxError, bad);
  }
});

test('xml_formattedTwice_isTheSame', () => {
  const pieces = ['<a>', '</a>', '<b/>', ' ', '\n', '\n\n', 'x', '<!-- c -->', '<![CDATA[ ]]>', '<?p i?>'];
  for (let i = 0; i < 30_000; i++) {
    const text = '<r>' + Array.from({ length: random(14) }, () => pieces[random(pieces.length)]).join('') + '</r>';
    let once;
    try {
      once = formatted('xml', text, '\n');
    } catch (error) {
      assert.ok(error instanceof SyntaxError);
      continue;
    }
    assert.equal(formatted('xml', once, '\n'), once, JSON.stringify(text));
    assert.equal(once.replace(/\s/g, ''), text.replace(/\s/g, ''));
  }
});

test('yaml_isNeverFormatted', () => {
  assert.deepEqual(['json', 'xml', 'properties', 'yaml', 'toml', 'text', 'html', 'toString'].filter(canFormat), ['json', 'xml', 'properties']);
});

test('blame_tellsForEachLineTheVersionThatBroughtIt', () => {
  const blame = new Blame('a\nB\nc\nd\n', 4);
  blame.before('a\nb\nc\nd\n', 3);
  blame.before('a\nb\nc\n', 2);
  assert.equal(blame.done, false);
  blame.before('a\nb\n', 1);
  blame.begin();

  assert.deepEqual(blame.lines.map(({ text, version }) => text.trim() + version), ['a1', 'B4', 'c2', 'd3']);
  assert.equal(blame.done, true);
});

test('blame_thatIsCutShort_saysWhichLinesAreOlder', () => {
  const blame = new Blame('a\nb\n', 9);
  blame.before('a\n', 8);
  assert.deepEqual(blame.lines.map(({ version }) => version), [null, 9]);
});

test('blame_ofWhatIsNewThroughout_endsAtOnce', () => {
  const blame = new Blame('a\nb\n', 2);
  blame.before('', 1);
  assert.equal(blame.done, true);
});

test('blame_givesALineToNoVersionThatDidNotHaveIt', () => {
  const anyText = () => Array.from({ length: random(9) }, () => 'l' + random(4) + '\n').join('');
  for (let i = 0; i < 1000; i++) {
    const texts = Array.from({ length: 5 }, anyText);
    const blame = new Blame(texts[4], 4);
    for (const version of [3, 2, 1, 0]) {
      blame.before(texts[version], version);
    }
    blame.begin();
    assert.equal(blame.done, true);
    assert.deepEqual(blame.lines.map(({ text }) => text), splitLines(texts[4]));
    blame.lines.forEach(({ text, version }) => assert.ok(splitLines(texts[version]).includes(text)));
  }
});

test('keys_differByWhatTheySay_notByTheirOrder', () => {
  assert.deepEqual(diffKeys('properties', '# x\na=1\nb=2\nc=3\n', 'c = 3\nb=20\nd=4\n'), [
    { kind: 'del', key: 'a', before: '1', after: null },
    { kind: 'change', key: 'b', before: '2', after: '20' },
    { kind: 'add', key: 'd', before: null, after: '4' },
  ]);
  assert.deepEqual(diffKeys('json', '{"a": 1, "b": [1, {"x y": 12345678901234567890}]}', '{"b":[1,{"x y":12345678901234567891}],"a":1,"c":{}}'), [
    { kind: 'change', key: '$.b[1]["x y"]', before: '12345678901234567890', after: '12345678901234567891' },
    { kind: 'add', key: '$.c', before: null, after: '{}' },
  ]);
});

test('keys_ofWhatHasNone_areNotCompared', () => {
  assert.equal(diffKeys('yaml', 'a: 1', 'a: 2'), null);
  assert.equal(diffKeys('json', '{"a":', '{}'), null);
  assert.equal(diffKeys('json', '['.repeat(500) + ']'.repeat(500), '[]'), null);
  assert.deepEqual(diffKeys('json', '', '{"a": true}'), [{ kind: 'add', key: '$.a', before: null, after: 'true' }]);
});

test('typesThatHaveKeys_areThoseThatAreComparedByThem', () => {
  for (const type of ['properties', 'json', 'yaml', 'xml', 'html', 'toml', 'text', '']) {
    assert.equal(diffKeys(type, '', '') !== null, hasKeys(type), type);
  }
});
