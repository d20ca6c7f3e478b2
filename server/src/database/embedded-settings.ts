/** PostgreSQL settings by name; see its manual, chapter "Server Configuration". */
export type Settings = Readonly<Record<string, string>>;

/** A database that shares a small machine with everything else: about 15 MB at rest instead of 27. */
export const small: Settings = {
  shared_buffers: '16MB',
  max_connections: '40',
  io_method: 'sync',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '1',
  autovacuum_worker_slots: '2',
  wal_buffers: '1MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  work_mem: '2MB',
  maintenance_work_mem: '16MB',
  jit: 'off',
  huge_pages: 'off',
};

/** An acknowledged commit survives a power cut. */
export const durable: Settings = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/**
 * For tests that throw the database away. Commits reach the kernel before they are acknowledged, so they survive the
 * death of every process (the tests that kill need that), but not of the machine.
 */
export const forgetful: Settings = { fsync: 'off', synchronous_commit: 'on', full_page_writes: 'off' };

/** Always set: times in UTC, and a log that never repeats statements or the values in them. */
export const fixed: Settings = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  listen_addresses: '',
  unix_socket_permissions: '0700',
};
