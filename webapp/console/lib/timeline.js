// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** The marks of all nodes in the order of time: [{node, own, step, at, millis, detail}], millis from the first of them. */
export function timeline(answer) {
  const own = (answer?.marks ?? []).map(each => ({ ...each, node: answer.node ?? '', own: true }));
  const others = (answer?.others ?? []).flatMap(other => other.marks.map(each => ({ ...each, node: other.node, own: false })));
  const all = [...own, ...others].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const start = all.length > 0 ? Date.parse(all[0].at) : 0;
  return all.map(each => ({ ...each, millis: Math.max(0, Date.parse(each.at) - start) }));
}
