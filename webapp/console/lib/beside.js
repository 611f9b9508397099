// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

const LETTERS = 'ABCDEFGH';

/** Names are ASCII without control characters: so this stands in the order of the server's pages. */
export const placeOf = ({ group, dataId }) => `${group}\0${dataId}`;

/**
 * Lists of several namespaces, each in the order of names and known up to its last row, as rows of one table: `rows` are
 * [{group, dataId, cells, letters}], a cell null where there is none, `rest` is what of each list lies behind the place up to which all are
 * known. `lists` are [{rows, next}], without `next` known to the end. Pure.
 */
export function beside(lists) {
  const ends = lists.filter(each => each.next).map(each => (each.rows.length ? placeOf(each.rows.at(-1)) : ''));
  const known = place => ends.every(end => place <= end);
  const found = new Map();
  lists.forEach((list, i) => list.rows.forEach(row => {
    const place = placeOf(row);
    if (known(place)) {
      const { group, dataId } = row;
      found.set(place, found.get(place) ?? { group, dataId, cells: lists.map(() => null) });
      found.get(place).cells[i] = row;
    }
  }));
  const places = [...found.keys()].sort((one, other) => (one < other ? -1 : 1));
  return {
    rows: places.map(place => ({ ...found.get(place), letters: lettersOf(found.get(place).cells) })),
    rest: lists.map(list => list.rows.filter(row => !known(placeOf(row)))),
  };
}

/** A letter for each content, the same for the same content in the same form; '' where there is none. */
function lettersOf(cells) {
  const seen = [];
  return cells.map(cell => {
    if (!cell) {
      return '';
    }
    const content = `${cell.type} ${cell.md5}`;
    if (!seen.includes(content)) {
      seen.push(content);
    }
    return LETTERS[seen.indexOf(content)];
  });
}

/** Whether it is there in all of them, and the same. */
export const isSame = ({ letters }) => letters.every(letter => letter === LETTERS[0]);
