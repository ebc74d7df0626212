INSERT INTO environment (id, digest, worker, host_key, host_name, cpu, kernel) OVERRIDING SYSTEM VALUE VALUES (1, '198b8c649f7235bbfeeb0d7e9d74dba72b3c83fd4093dc8dee1cebaab7aaf2eb', 'rack-2', 'k1', 'rack', 'c', '6.1');
INSERT INTO environment (id, digest, worker, host_key, host_name, cpu, kernel) OVERRIDING SYSTEM VALUE VALUES (2, '390feabc786e369e55b904251d643b52b52b691c60eb74a498ef7c6df993bf12', '', '', '', '', '');
INSERT INTO environment (id, digest, worker, host_key, host_name, cpu, kernel) OVERRIDING SYSTEM VALUE VALUES (5, '9c135f249139a0e488fe5515063fedfdd769c8fd480f3219bd90bf6050692554', 'rack-1', 'k2', 'rack', 'c', '6.1');
INSERT INTO environment (id, digest, worker, host_key, host_name, cpu, kernel) OVERRIDING SYSTEM VALUE VALUES (8, 'f1045e7a7f779d1abc2bd9527531940e863187d95a73ae31ebc94db3eb0469a8', 'rack-1', 'k1', 'rack', 'c', '6.1');
INSERT INTO repository (id, digest, name) OVERRIDING SYSTEM VALUE VALUES (1, '55d7205fe76f37c3260359d36e81eca87ccc9fa5e8694216bd80c35c47c99156', 'fork/index');
INSERT INTO repository (id, digest, name) OVERRIDING SYSTEM VALUE VALUES (2, '627903d815d2ba751e8946d57c34a3577890a9afec1d8d1f3c7069d180b39aaa', 'acme/index');
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, "position") OVERRIDING SYSTEM VALUE VALUES (1, 1, '1111111111111111111111111111111111111111', '[]', 'Ada', NULL, '2026-01-31 08:00:00+00', 'Replace it', NULL);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, "position") OVERRIDING SYSTEM VALUE VALUES (2, 2, '1111111111111111111111111111111111111111', '[]', 'Ada', NULL, '2026-01-31 08:00:00+00', 'Replace it', 1);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, "position") OVERRIDING SYSTEM VALUE VALUES (3, 2, '2222222222222222222222222222222222222222', '["1111111111111111111111111111111111111111"]', 'Ada', NULL, '2026-01-31 08:01:00+00', 'Replace it', 2);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, "position") OVERRIDING SYSTEM VALUE VALUES (4, 2, '3333333333333333333333333333333333333333', '["2222222222222222222222222222222222222222"]', 'Ada', NULL, '2026-01-31 08:02:00+00', 'Replace it', 3);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, "position") OVERRIDING SYSTEM VALUE VALUES (6, 2, '5555555555555555555555555555555555555555', '["4444444444444444444444444444444444444444"]', 'Ada', NULL, '2026-01-31 08:04:00+00', 'Replace it', 5);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, "position") OVERRIDING SYSTEM VALUE VALUES (5, 2, '4444444444444444444444444444444444444444', '["3333333333333333333333333333333333333333"]', 'Ada', NULL, '2026-01-31 08:00:00+00', 'Replace it', 4);
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (1, 'a', 2, 2, 8, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, '2026-01-31 09:01:00.25+00', 1.25, 'ok', 0, '', 'suspect', 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": "Ada", "branch": "main", "commit": "1111111111111111111111111111111111111111", "parents": [], "subject": "Replace it", "position": 1, "authored_at": null, "committed_at": "2026-01-31T08:00:00Z"}', '{"name": "default", "worker": "rack-1", "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, '{"log": "", "argv": ["./bench"], "host": {"cpu": "c", "key": "k1", "name": "rack", "facts": {}, "kernel": "6.1", "cpus_online": 4, "memory_bytes": 1}, "pins": {"aslr": "off_verified", "cpus": null, "mems": null, "held_by": null, "shm_bytes": null, "shm_policy": null, "placed_bytes": {}}, "files": [], "image": "", "usage": {"cycles": null, "user_s": null, "system_s": null, "file_bytes": null, "swap_bytes": null, "throttled_s": null, "unavailable": {}, "cache_misses": null, "instructions": null, "major_faults": null, "minor_faults": null, "shared_bytes": null, "branch_misses": null, "pressure_io_s": null, "pressure_cpu_s": null, "anonymous_bytes": null, "peak_memory_bytes": null, "pressure_memory_s": null, "storage_read_bytes": null, "voluntary_switches": null, "involuntary_switches": null, "storage_written_bytes": null}, "engine": "native", "output": "", "signal": null, "wall_s": 1.25, "warmup": 0, "against": null, "fitness": {"reasons": [{"code": "load", "unit": "fraction", "value": 0.2, "detail": "CPU 3", "weight": "suspect", "threshold": 0.1}], "verdict": "suspect", "unavailable": {}}, "outcome": "ok", "retried": 0, "stopping": null, "exit_code": 0, "iterations": [], "overhead_s": 0.1, "provenance": {}, "started_at": "2026-01-31T09:01:00.250Z", "lock_wait_s": 0, "error_output": "", "output_truncated": false}', '2026-11-28 16:09:44.362+00', 'a', 1, true, NULL, NULL, 'rack', '2026-01-31 10:00:00+00', '99572f226188e3e83f25d206233db9550d16865959788f0828c2812782259be4');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (2, 'b', 2, 3, 8, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, '2026-01-31 09:02:00.25+00', 1.25, 'ok', 0, '', 'suspect', 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": "Ada", "branch": "main", "commit": "2222222222222222222222222222222222222222", "parents": ["1111111111111111111111111111111111111111"], "subject": "Replace it", "position": 2, "authored_at": null, "committed_at": "2026-01-31T08:01:00Z"}', '{"name": "default", "worker": "rack-1", "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, '{"log": "", "argv": ["./bench"], "host": {"cpu": "c", "key": "k1", "name": "rack", "facts": {}, "kernel": "6.1", "cpus_online": 4, "memory_bytes": 1}, "pins": {"aslr": "off_verified", "cpus": null, "mems": null, "held_by": null, "shm_bytes": null, "shm_policy": null, "placed_bytes": {}}, "files": [], "image": "", "usage": {"cycles": null, "user_s": null, "system_s": null, "file_bytes": null, "swap_bytes": null, "throttled_s": null, "unavailable": {}, "cache_misses": null, "instructions": null, "major_faults": null, "minor_faults": null, "shared_bytes": null, "branch_misses": null, "pressure_io_s": null, "pressure_cpu_s": null, "anonymous_bytes": null, "peak_memory_bytes": null, "pressure_memory_s": null, "storage_read_bytes": null, "voluntary_switches": null, "involuntary_switches": null, "storage_written_bytes": null}, "engine": "native", "output": "", "signal": null, "wall_s": 1.25, "warmup": 0, "against": null, "fitness": {"reasons": [{"code": "load", "unit": "fraction", "value": 0.2, "detail": "CPU 3", "weight": "suspect", "threshold": 0.1}], "verdict": "suspect", "unavailable": {}}, "outcome": "ok", "retried": 0, "stopping": null, "exit_code": 0, "iterations": [], "overhead_s": 0.1, "provenance": {}, "started_at": "2026-01-31T09:02:00.250Z", "lock_wait_s": 0, "error_output": "", "output_truncated": false}', '2026-11-28 16:09:44.363+00', 'b', 1, true, NULL, NULL, 'rack', '2026-01-31 10:00:00+00', '1fc689954418c14f4ce861a9ad32d917af61b0c093d9f90d319fc0523ef6926a');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (3, 'c', 2, 3, 1, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, '2026-01-31 09:03:00.25+00', 1.25, 'ok', 0, '', 'suspect', 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": "Ada", "branch": "main", "commit": "2222222222222222222222222222222222222222", "parents": ["1111111111111111111111111111111111111111"], "subject": "Replace it", "position": 2, "authored_at": null, "committed_at": "2026-01-31T08:01:00Z"}', '{"name": "default", "worker": "rack-2", "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, '{"log": "", "argv": ["./bench"], "host": {"cpu": "c", "key": "k1", "name": "rack", "facts": {}, "kernel": "6.1", "cpus_online": 4, "memory_bytes": 1}, "pins": {"aslr": "off_verified", "cpus": null, "mems": null, "held_by": null, "shm_bytes": null, "shm_policy": null, "placed_bytes": {}}, "files": [], "image": "", "usage": {"cycles": null, "user_s": null, "system_s": null, "file_bytes": null, "swap_bytes": null, "throttled_s": null, "unavailable": {}, "cache_misses": null, "instructions": null, "major_faults": null, "minor_faults": null, "shared_bytes": null, "branch_misses": null, "pressure_io_s": null, "pressure_cpu_s": null, "anonymous_bytes": null, "peak_memory_bytes": null, "pressure_memory_s": null, "storage_read_bytes": null, "voluntary_switches": null, "involuntary_switches": null, "storage_written_bytes": null}, "engine": "native", "output": "", "signal": null, "wall_s": 1.25, "warmup": 0, "against": null, "fitness": {"reasons": [{"code": "load", "unit": "fraction", "value": 0.2, "detail": "CPU 3", "weight": "suspect", "threshold": 0.1}], "verdict": "suspect", "unavailable": {}}, "outcome": "ok", "retried": 0, "stopping": null, "exit_code": 0, "iterations": [], "overhead_s": 0.1, "provenance": {}, "started_at": "2026-01-31T09:03:00.250Z", "lock_wait_s": 0, "error_output": "", "output_truncated": false}', '2026-11-28 16:09:44.363+00', 'c', 1, true, NULL, NULL, 'rack', '2026-01-31 10:00:00+00', '5660e50c65668dea93e51079256c6a36b8dabe2bd1e98ebd0d16486aead537ca');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (4, 'd', 2, 4, 5, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, '2026-01-31 09:04:00.25+00', 1.25, 'ok', 0, '', 'suspect', 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": "Ada", "branch": "main", "commit": "3333333333333333333333333333333333333333", "parents": ["2222222222222222222222222222222222222222"], "subject": "Replace it", "position": 3, "authored_at": null, "committed_at": "2026-01-31T08:02:00Z"}', '{"name": "default", "worker": "rack-1", "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, '{"log": "", "argv": ["./bench"], "host": {"cpu": "c", "key": "k2", "name": "rack", "facts": {}, "kernel": "6.1", "cpus_online": 4, "memory_bytes": 1}, "pins": {"aslr": "off_verified", "cpus": null, "mems": null, "held_by": null, "shm_bytes": null, "shm_policy": null, "placed_bytes": {}}, "files": [], "image": "", "usage": {"cycles": null, "user_s": null, "system_s": null, "file_bytes": null, "swap_bytes": null, "throttled_s": null, "unavailable": {}, "cache_misses": null, "instructions": null, "major_faults": null, "minor_faults": null, "shared_bytes": null, "branch_misses": null, "pressure_io_s": null, "pressure_cpu_s": null, "anonymous_bytes": null, "peak_memory_bytes": null, "pressure_memory_s": null, "storage_read_bytes": null, "voluntary_switches": null, "involuntary_switches": null, "storage_written_bytes": null}, "engine": "native", "output": "", "signal": null, "wall_s": 1.25, "warmup": 0, "against": null, "fitness": {"reasons": [{"code": "load", "unit": "fraction", "value": 0.2, "detail": "CPU 3", "weight": "suspect", "threshold": 0.1}], "verdict": "suspect", "unavailable": {}}, "outcome": "ok", "retried": 0, "stopping": null, "exit_code": 0, "iterations": [], "overhead_s": 0.1, "provenance": {}, "started_at": "2026-01-31T09:04:00.250Z", "lock_wait_s": 0, "error_output": "", "output_truncated": false}', '2026-11-28 16:09:44.363+00', 'd', 1, true, NULL, NULL, 'rack', '2026-01-31 10:00:00+00', '44056e9288f62c4fb17d55962c7266aba4481f54957f2b7b5690e378969e82ba');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (5, 'e', 2, 5, 5, 'main', NULL, NULL, 'default', 'failed', 'parse', 'no_results', 'nothing', '2026-01-31 09:06:00.25+00', 1.25, 'ok', 0, '', 'suspect', 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": "Ada", "branch": "main", "commit": "4444444444444444444444444444444444444444", "parents": ["3333333333333333333333333333333333333333"], "subject": "Replace it", "position": 4, "authored_at": null, "committed_at": "2026-01-31T08:03:00Z"}', '{"name": "default", "worker": "rack-1", "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, '{"log": "", "argv": ["./bench"], "host": {"cpu": "c", "key": "k2", "name": "rack", "facts": {}, "kernel": "6.1", "cpus_online": 4, "memory_bytes": 1}, "pins": {"aslr": "off_verified", "cpus": null, "mems": null, "held_by": null, "shm_bytes": null, "shm_policy": null, "placed_bytes": {}}, "files": [], "image": "", "usage": {"cycles": null, "user_s": null, "system_s": null, "file_bytes": null, "swap_bytes": null, "throttled_s": null, "unavailable": {}, "cache_misses": null, "instructions": null, "major_faults": null, "minor_faults": null, "shared_bytes": null, "branch_misses": null, "pressure_io_s": null, "pressure_cpu_s": null, "anonymous_bytes": null, "peak_memory_bytes": null, "pressure_memory_s": null, "storage_read_bytes": null, "voluntary_switches": null, "involuntary_switches": null, "storage_written_bytes": null}, "engine": "native", "output": "", "signal": null, "wall_s": 1.25, "warmup": 0, "against": null, "fitness": {"reasons": [{"code": "load", "unit": "fraction", "value": 0.2, "detail": "CPU 3", "weight": "suspect", "threshold": 0.1}], "verdict": "suspect", "unavailable": {}}, "outcome": "ok", "retried": 0, "stopping": null, "exit_code": 0, "iterations": [], "overhead_s": 0.1, "provenance": {}, "started_at": "2026-01-31T09:06:00.250Z", "lock_wait_s": 0, "error_output": "", "output_truncated": false}', '2026-11-28 16:09:44.363+00', 'e', 1, true, 'commit', NULL, 'rack', '2026-01-31 10:00:00+00', 'b5627d36bb5899fd9684fdd6458ba3fcefa658c33ddf068d912b2416029529fe');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (6, 'f', 2, 5, 2, 'main', NULL, NULL, 'default', 'failed', 'build', 'build_failed', 'it''s \ broken', NULL, NULL, NULL, NULL, NULL, NULL, 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": "Ada", "branch": "main", "commit": "4444444444444444444444444444444444444444", "parents": ["3333333333333333333333333333333333333333"], "subject": "Replace it", "authored_at": null, "committed_at": "2026-01-31T08:00:00Z"}', '{"name": "default", "worker": null, "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, NULL, '2026-11-28 16:09:44.364+00', 'f', 1, true, 'machine', NULL, '', '2026-01-31 10:00:00+00', 'be4beec9b877de644b3bbb43bccff2b66b8655dd3d704a769a798a5d6734addb');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (7, 'g', 2, NULL, 2, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": null, "branch": "main", "commit": null, "parents": [], "subject": null, "authored_at": null, "committed_at": null}', '{"name": "default", "worker": null, "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, NULL, '2026-11-28 16:09:44.364+00', 'g', 1, true, NULL, NULL, '', '2026-01-31 10:00:00+00', 'dc54ba8c7b3c742141ac6309fce2db0fe0e889498218110b7781d39c88a23edf');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (8, 'h', 1, 1, 2, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'cb', '{"tag": null, "url": null, "pull": null, "repo": "fork/index", "author": "Ada", "branch": "main", "commit": "1111111111111111111111111111111111111111", "parents": [], "subject": "Replace it", "authored_at": null, "committed_at": "2026-01-31T08:00:00Z"}', '{"name": "default", "worker": null, "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, NULL, '2026-11-28 16:09:44.364+00', 'h', 1, true, NULL, NULL, '', '2026-01-31 10:00:00+00', 'e1a0f5d50de85a589148949a7f8ca66a722df9a67dcd5c8afb24972a792f2f1c');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (9, 'i', 2, 6, 8, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, '2026-01-31 09:07:00.25+00', 1.25, 'ok', 0, '', 'suspect', 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": "Ada", "branch": "main", "commit": "5555555555555555555555555555555555555555", "parents": ["4444444444444444444444444444444444444444"], "subject": "Replace it", "position": 5, "authored_at": null, "committed_at": "2026-01-31T08:04:00Z"}', '{"name": "default", "worker": "rack-1", "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, '{"log": "", "argv": ["./bench"], "host": {"cpu": "c", "key": "k1", "name": "rack", "facts": {}, "kernel": "6.1", "cpus_online": 4, "memory_bytes": 1}, "pins": {"aslr": "off_verified", "cpus": null, "mems": null, "held_by": null, "shm_bytes": null, "shm_policy": null, "placed_bytes": {}}, "files": [], "image": "", "usage": {"cycles": null, "user_s": null, "system_s": null, "file_bytes": null, "swap_bytes": null, "throttled_s": null, "unavailable": {}, "cache_misses": null, "instructions": null, "major_faults": null, "minor_faults": null, "shared_bytes": null, "branch_misses": null, "pressure_io_s": null, "pressure_cpu_s": null, "anonymous_bytes": null, "peak_memory_bytes": null, "pressure_memory_s": null, "storage_read_bytes": null, "voluntary_switches": null, "involuntary_switches": null, "storage_written_bytes": null}, "engine": "native", "output": "", "signal": null, "wall_s": 1.25, "warmup": 0, "against": null, "fitness": {"reasons": [{"code": "load", "unit": "fraction", "value": 0.2, "detail": "CPU 3", "weight": "suspect", "threshold": 0.1}], "verdict": "suspect", "unavailable": {}}, "outcome": "ok", "retried": 0, "stopping": null, "exit_code": 0, "iterations": [], "overhead_s": 0.1, "provenance": {}, "started_at": "2026-01-31T09:07:00.250Z", "lock_wait_s": 0, "error_output": "", "output_truncated": false}', '2026-11-28 16:09:44.364+00', 'i', 1, true, NULL, NULL, 'rack', '2026-01-31 10:00:00+00', '1066922e77e6cad6bf6c27fff77b0952976f0b1d5fbd95af20a5f6b680447ace');
INSERT INTO job (id, job, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, started_at, wall_s, outcome, exit_code, image, verdict, format, source, config, build, run, stored_at, work, attempt, is_current, fault, asked_at, host_name, read_at, reading) OVERRIDING SYSTEM VALUE VALUES (10, 'd', 2, 4, 5, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, '2026-01-31 09:05:00.25+00', 1.25, 'ok', 0, '', 'suspect', 'cb', '{"tag": null, "url": null, "pull": null, "repo": "acme/index", "author": "Ada", "branch": "main", "commit": "3333333333333333333333333333333333333333", "parents": ["2222222222222222222222222222222222222222"], "subject": "Replace it", "position": 3, "authored_at": null, "committed_at": "2026-01-31T08:02:00Z"}', '{"name": "default", "worker": "rack-1", "command": ["./bench"], "build_args": {}, "dockerfile": null}', NULL, '{"log": "", "argv": ["./bench"], "host": {"cpu": "c", "key": "k2", "name": "rack", "facts": {}, "kernel": "6.1", "cpus_online": 4, "memory_bytes": 1}, "pins": {"aslr": "off_verified", "cpus": null, "mems": null, "held_by": null, "shm_bytes": null, "shm_policy": null, "placed_bytes": {}}, "files": [], "image": "", "usage": {"cycles": null, "user_s": null, "system_s": null, "file_bytes": null, "swap_bytes": null, "throttled_s": null, "unavailable": {}, "cache_misses": null, "instructions": null, "major_faults": null, "minor_faults": null, "shared_bytes": null, "branch_misses": null, "pressure_io_s": null, "pressure_cpu_s": null, "anonymous_bytes": null, "peak_memory_bytes": null, "pressure_memory_s": null, "storage_read_bytes": null, "voluntary_switches": null, "involuntary_switches": null, "storage_written_bytes": null}, "engine": "native", "output": "", "signal": null, "wall_s": 1.25, "warmup": 0, "against": null, "fitness": {"reasons": [{"code": "load", "unit": "fraction", "value": 0.2, "detail": "CPU 3", "weight": "suspect", "threshold": 0.1}], "verdict": "suspect", "unavailable": {}}, "outcome": "ok", "retried": 0, "stopping": null, "exit_code": 0, "iterations": [], "overhead_s": 0.1, "provenance": {}, "started_at": "2026-01-31T09:05:00.250Z", "lock_wait_s": 0, "error_output": "", "output_truncated": false}', '2026-11-28 16:09:44.363+00', 'd', 1, false, NULL, NULL, 'rack', '2026-01-31 10:00:00+00', '10e120764433757c5a7e70b49ded6391a09919cec55e43b9040b202e7c1cc024');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (1, 'printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
printed
', '', 'engine', 'err', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (2, '', '', 'engine', 'err', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (3, '', '', 'engine', 'err', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (4, '', '', 'engine', 'err', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (5, '', '', 'engine', 'err', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (6, '', '', '', '', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (7, '', '', '', '', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (8, '', '', '', '', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (9, '', '', 'engine', 'err', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (10, '', '', 'engine', 'err', '[]');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (1, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (2, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (3, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (4, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (5, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (6, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (7, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (8, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (9, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, "position", line_number, column_number, field, reason) VALUES (10, 0, 3, 1, 'x', 'y');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (1, '073ba94c11fd89c26138d1408f2630773034ef1b2e727ea666495a084887290d', 2, 8, 'index', 't6', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (2, '1a58659ae60379b4ebf379a54e0b1acd943cb7a53b8a58d9f2de8ea816b8be96', 2, 8, 'index', 't9', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (3, '1c8eaee9e20a5a6ba6e8ce3b1d1df578dea791a4a6486e972d409d58fd971898', 2, 8, 'index', 't11', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (4, '1e372df487b350c4d5a0dc8acb135f75444cc5c8146890558164a1aca4fe9401', 2, 2, 'index', 'it''s "quoted" \N {a,b} 😀 ‮', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (5, '219d741d0775132dbbeb706647745b251caaa2ab315272148c7e4a9fbc1adce7', 2, 8, 'index', 't8', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (6, '23201460b5d3391b55746b758f22ce4aead890ede9b58442cc4fc94dcceec756', 2, 8, 'index', 't5', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (7, '3149acecada0449ef1e55ad71551315e8f6065b17a643de70eacc7a7a958dab1', 2, 8, 'index', 't3', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (8, '3654da4f5cfe1ebd92dbc3a3d1d955f27a1e31ed9d268c3f123d95f5c70fae3a', 2, 8, 'index', 'insert', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (9, '374c8d6fb4d76e59c8995dd228b664fce5a432395e4e721538a5d67b7fecd58e', 2, 8, 'index', 't14', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (10, '391f07e5f71fd72578e3303b6cc6c7caed2d585baf42d08bc74c832b9710a3da', 2, 2, 'index', 'size', 'size', 'MB', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (11, '3d5cbe807b9891a4e8390cc71a522a041cbfcb80228cec9c7bb0344a1c1645f1', 2, 8, 'index', 't12', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (12, '4f2307b3807a16473539f4b7837a35f5b75c96655f5d5055cc241e2d825b22cd', 2, 8, 'index', 't2', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (13, '4f326e223d935b2965069b0429dbb9ab4667e3c7227c5b1d7864558893d30127', 2, 8, 'index', 't19', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (14, '5471024576cd272949f93ee76b5fcd474670567ca728d4b95e31824dcda56670', 2, 8, 'index', 't15', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (15, '5e0ef67ee600b69eaf3e0f5def4c87909deebee7e6b16de8ce6a7624f9e3f390', 2, 8, 'index', 't13', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (16, '7f5c99cacd5a528360677660e5293565af47a2e5d6ecb5af4f8879a41afe8e32', 2, 1, 'index', 'insert', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (17, '891bc5b1cd29b44dfc2b248c41d7eb1bd1ed4091eb33473c0a9715539b0e9392', 2, 8, 'index', 't18', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (18, '89a70111e29007fd4227db98357dbe0f6e7ae9ba0dbb959e16e671ba920f3942', 2, 8, 'index', 't1', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (19, '966dde2d1c9d18d17e3a2903cfc2116c4f0d7b7270a80852b1c1dd090b88d1d8', 2, 5, 'index', 'insert', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (20, '9c6d7f0e368249bfb551849ba81a8589b91167affbe1b526ce2c390c7ebe75d0', 2, 8, 'index', 'delete', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (21, 'acf6a989d862e31225ad47ccef65829ff12fc99fb158686e541c25f24dcb5a61', 2, 8, 'index', 't0', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (22, 'b4d97aac9ac94fd9045ce22799eeebeafa4d938fd74c0bc98a99939d97e1c650', 2, 8, 'index', 't7', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (23, 'd188edc9d86b7dae400f7981ad8365d37880dd56992817a5a55bee19520303fd', 1, 2, 'index', 'insert', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (24, 'e094be0bd5589617d45a965b4b13b9e25a5a44eef33e6dcb0aa64d86a294dd84', 2, 8, 'index', 't17', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (25, 'f36ffc6c2c49a0a9d1fcb528bbcad085b6c7eab53461d06ff001629d2562e071', 2, 8, 'index', 't4', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (26, 'fa8282d0f802d408d823c4a241b30c00f33e0e3758d057a2a3ef86b7c184aaeb', 2, 8, 'index', 't10', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) OVERRIDING SYSTEM VALUE VALUES (27, 'fc356dfc948670570028297ecd90e17a0965053cfed3b0dc18e2c38e8a71e312', 2, 8, 'index', 't16', 'time', 'ms', 'lower');
INSERT INTO result_note (job_id, series_id, description, labels, printed_units) VALUES (2, 8, 'per element', '{"n": "1000"}', '["s", "us"]');
INSERT INTO result_note (job_id, series_id, description, labels, printed_units) VALUES (2, 20, '', '{}', '["us"]');
INSERT INTO sample (job_id, series_id, "position", value) VALUES (1, 8, 0, 0.30000000000000004);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (1, 8, 1, 0.3333333333333333);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (1, 8, 2, 5e-324);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (1, 8, 3, 1.7976931348623157e+308);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (2, 8, 0, 1.5);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (2, 8, 1, 2.5);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (2, 8, 2, 2);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (2, 8, 3, 3);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (3, 16, 0, 4);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (3, 16, 1, 5);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (4, 19, 0, 6);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (4, 19, 1, 7);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (7, 4, 0, 1);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (7, 4, 1, 2);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (7, 4, 2, 3);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (7, 10, 0, 7);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (7, 10, 1, 8);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (8, 23, 0, 1.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 21, 0, 0);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 21, 1, 0.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 21, 2, 0.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 18, 0, 1);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 18, 1, 1.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 18, 2, 1.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 12, 0, 2);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 12, 1, 2.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 12, 2, 2.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 7, 0, 3);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 7, 1, 3.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 7, 2, 3.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 25, 0, 4);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 25, 1, 4.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 25, 2, 4.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 6, 0, 5);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 6, 1, 5.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 6, 2, 5.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 1, 0, 6);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 1, 1, 6.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 1, 2, 6.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 22, 0, 7);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 22, 1, 7.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 22, 2, 7.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 5, 0, 8);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 5, 1, 8.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 5, 2, 8.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 2, 0, 9);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 2, 1, 9.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 2, 2, 9.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 26, 0, 10);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 26, 1, 10.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 26, 2, 10.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 3, 0, 11);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 3, 1, 11.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 3, 2, 11.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 11, 0, 12);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 11, 1, 12.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 11, 2, 12.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 15, 0, 13);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 15, 1, 13.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 15, 2, 13.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 9, 0, 14);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 9, 1, 14.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 9, 2, 14.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 14, 0, 15);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 14, 1, 15.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 14, 2, 15.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 27, 0, 16);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 27, 1, 16.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 27, 2, 16.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 24, 0, 17);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 24, 1, 17.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 24, 2, 17.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 17, 0, 18);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 17, 1, 18.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 17, 2, 18.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 13, 0, 19);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 13, 1, 19.125);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (9, 13, 2, 19.25);
INSERT INTO sample (job_id, series_id, "position", value) VALUES (10, 19, 0, 8);
INSERT INTO summary (job_id, series_id, "position", statistic, value) VALUES (1, 20, 0, 'avg', 2.5);
INSERT INTO summary (job_id, series_id, "position", statistic, value) VALUES (1, 20, 1, 'max', 4);
INSERT INTO summary (job_id, series_id, "position", statistic, value) VALUES (1, 20, 2, 'min', 1);
INSERT INTO summary (job_id, series_id, "position", statistic, value) VALUES (1, 20, 3, 'stddev', 0.1);
INSERT INTO summary (job_id, series_id, "position", statistic, value) VALUES (2, 20, 0, 'avg', 0.009);
INSERT INTO summary (job_id, series_id, "position", statistic, value) VALUES (2, 20, 1, 'max', 0.01);
INSERT INTO summary (job_id, series_id, "position", statistic, value) VALUES (2, 20, 2, 'avg', 8);
SELECT pg_catalog.setval('environment_id_seq', 10, true);
SELECT pg_catalog.setval('git_commit_id_seq', 6, true);
SELECT pg_catalog.setval('job_id_seq', 10, true);
SELECT pg_catalog.setval('repository_id_seq', 2, true);
SELECT pg_catalog.setval('series_id_seq', 27, true);
