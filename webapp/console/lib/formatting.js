// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { formatJson } from './jsonformat.js';
import { alignProperties, readProperties } from './properties.js';
import { formatXml } from './xmlformat.js';

const meaning = text => JSON.stringify(readProperties(text).filter(each => each.kind === 'pair').map(({ key, value }) => [key, value]));

const FORMATS = {
  json: formatJson,
  xml: formatXml,
  properties: text => {
    const aligned = alignProperties(text);
    return meaning(aligned) === meaning(text) ? aligned : text;
  },
};

/**
 * Whether a content of this type can be formatted by blanks alone, so that it means the same. Of YAML they are the meaning itself; of
 * TOML nothing is to be gained.
 */
export const canFormat = type => Object.hasOwn(FORMATS, type);

/**
 * The content with other blanks, by the rules of its type.
 *
 * @throws SyntaxError if it is not of its type
 */
export const formatted = (type, text, separator) => FORMATS[type](text, separator);
