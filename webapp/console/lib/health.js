// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

// What is wrong with this cluster, as the nodes tell it, and what an operator does about it. Pure: told from the answers of
// /health/ready, /cluster and /audit/verify, so that it is tested without a page.

const LATE_HEARTBEAT = 10_000;
const LATE_LANE = 30_000;
const LATE_DUMP = 90_000;

/**
 * Findings, worst first: {level: 'bad' | 'warn' | 'good', code, params, detail, action}. `code` names a text, `health.<code>` what it is
 * and `health.<code>.do` what to do; `detail` is the server's own sentence; `action` an act of this page, if one helps.
 *
 * @param ready the body of /health/ready, or undefined when it did not answer
 * @param cluster the body of /cluster, or undefined
 * @param verdict the body of /audit/verify, or undefined when it was not asked
 */
export function findings(ready, cluster, verdict) {
  const found = [...ofStore(ready), ...ofDump(ready), ...ofCluster(cluster), ...ofTrail(verdict)];
  if (!ready) {
    found.push({ level: 'bad', code: 'silent' });
  }
  const order = { bad: 0, warn: 1 };
  found.sort((one, other) => order[one.level] - order[other.level]);
  return found.length > 0 ? found : [{ level: 'good', code: 'well' }];
}

/** One check of /health/ready. */
export function check(ready, name) {
  return ready?.checks?.find((each) => each.name === name)?.data ?? {};
}

function ofStore(ready) {
  const store = check(ready, 'store');
  const found = [];
  if (store.code === 'STORE_CHANGED' || store.code === 'STORE_WENT_BACK') {
    found.push({ level: 'bad', code: 'storeChanged', detail: store.sentence, action: 'adopt' });
  } else if (store.code?.startsWith('SCHEMA_')) {
    found.push({ level: 'bad', code: 'schema', detail: store.sentence });
  } else if (store.code?.startsWith('DB_')) {
    found.push({ level: 'bad', code: 'storeRefuses', detail: store.sentence });
  } else if (store.code) {
    found.push({ level: 'bad', code: 'storeDown', detail: store.sentence });
  }
  if (store.warning) {
    found.push({ level: 'warn', code: 'storeSettings', detail: store.warning });
  }
  return found;
}

function ofDump(ready) {
  const dump = check(ready, 'dump');
  const found = [];
  if (dump.complete === 'false') {
    found.push({ level: 'bad', code: 'dumpLoading', params: { entries: dump.entries } });
  }
  if (dump.degraded) {
    found.push({ level: 'bad', code: 'dumpDegraded', detail: dump.degraded });
  }
  if (Number(dump.ageMillis) > LATE_DUMP) {
    found.push({ level: 'warn', code: 'dumpOld', params: { seconds: Math.round(Number(dump.ageMillis) / 1000) } });
  }
  return found;
}

function ofCluster(cluster) {
  const found = [];
  if (cluster?.self?.code === 'DUPLICATE_NODE') {
    found.push({ level: 'bad', code: 'duplicate', detail: cluster.self.sentence });
  } else if (cluster?.self?.joined === false) {
    found.push({ level: 'warn', code: 'notJoined', detail: cluster.self.sentence });
  }
  for (const node of cluster?.others ?? []) {
    found.push(...ofNode(node));
  }
  const versions = new Set([cluster?.self, ...(cluster?.others ?? [])].map((node) => node?.software).filter(Boolean));
  if (versions.size > 1) {
    found.push({ level: 'warn', code: 'versions', params: { versions: [...versions].sort().join(', ') } });
  }
  return found;
}

function ofNode(node) {
  const params = { node: node.address };
  if (node.state === 'gone') {
    return [{ level: 'warn', code: 'gone', params }];
  }
  const found = [];
  if (node.state === 'loading') {
    found.push({ level: 'warn', code: 'loading', params });
  }
  if (node.heartbeatAgeMillis > LATE_HEARTBEAT) {
    found.push({ level: 'warn', code: 'late', params: { ...params, seconds: Math.round(node.heartbeatAgeMillis / 1000) } });
  }
  const lane = node.lane;
  if (lane?.failure && (lane.lastSuccessMillis === undefined || lane.lastSuccessMillis > LATE_LANE || lane.queued > 0)) {
    found.push({ level: 'warn', code: 'lane', params: { ...params, queued: lane.queued }, detail: lane.failure });
  }
  if (node.trouble && node.state !== 'listed') {
    found.push({ level: 'warn', code: 'trouble', params, detail: node.trouble });
  }
  if (node.report?.storeUp === false) {
    found.push({ level: 'bad', code: 'nodeStore', params });
  }
  return found;
}

function ofTrail(verdict) {
  return verdict && !verdict.intact
    ? [{ level: 'bad', code: 'trail', params: { faults: verdict.faults.length }, action: 'audit' }]
    : [];
}
