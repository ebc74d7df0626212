INSERT INTO repository (id, digest, name) VALUES (1, '627903d815d2ba751e8946d57c34a3577890a9afec1d8d1f3c7069d180b39aaa', 'acme/index');
INSERT INTO repository (id, digest, name) VALUES (2, '55d7205fe76f37c3260359d36e81eca87ccc9fa5e8694216bd80c35c47c99156', 'fork/index');
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, position) VALUES (1, 1, '1111111111111111111111111111111111111111', '[]', 'Ada', NULL, '2026-01-31T08:00:00.000Z', 'Replace it', 1);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, position) VALUES (2, 1, '2222222222222222222222222222222222222222', '["1111111111111111111111111111111111111111"]', 'Ada', NULL, '2026-01-31T08:01:00.000Z', 'Replace it', 2);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, position) VALUES (3, 1, '3333333333333333333333333333333333333333', '["2222222222222222222222222222222222222222"]', 'Ada', NULL, '2026-01-31T08:02:00.000Z', 'Replace it', 3);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, position) VALUES (4, 1, '4444444444444444444444444444444444444444', '["3333333333333333333333333333333333333333"]', 'Ada', NULL, '2026-01-31T08:03:00.000Z', 'Replace it', 4);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, position) VALUES (5, 2, '1111111111111111111111111111111111111111', '[]', 'Ada', NULL, '2026-01-31T08:00:00.000Z', 'Replace it', NULL);
INSERT INTO git_commit (id, repository_id, hash, parents, author, authored_at, committed_at, subject, position) VALUES (6, 1, '5555555555555555555555555555555555555555', '["4444444444444444444444444444444444444444"]', 'Ada', NULL, '2026-01-31T08:04:00.000Z', 'Replace it', 5);
INSERT INTO environment (id, digest, worker, host_key, host_name, cpu, kernel) VALUES (1, 'f1045e7a7f779d1abc2bd9527531940e863187d95a73ae31ebc94db3eb0469a8', 'rack-1', 'k1', 'rack', 'c', '6.1');
INSERT INTO environment (id, digest, worker, host_key, host_name, cpu, kernel) VALUES (2, '198b8c649f7235bbfeeb0d7e9d74dba72b3c83fd4093dc8dee1cebaab7aaf2eb', 'rack-2', 'k1', 'rack', 'c', '6.1');
INSERT INTO environment (id, digest, worker, host_key, host_name, cpu, kernel) VALUES (3, '9c135f249139a0e488fe5515063fedfdd769c8fd480f3219bd90bf6050692554', 'rack-1', 'k2', 'rack', 'c', '6.1');
INSERT INTO environment (id, digest, worker, host_key, host_name, cpu, kernel) VALUES (4, '390feabc786e369e55b904251d643b52b52b691c60eb74a498ef7c6df993bf12', '', '', '', '', '');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (1, 'a', 'a', 1, 1, 1, 1, 1, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, '2026-01-31T09:01:00.250Z', 'rack', 1.25, 'ok', 0, '', 'suspect', 'cb', '2026-01-31T10:00:00.000Z', '99572f226188e3e83f25d206233db9550d16865959788f0828c2812782259be4', '{"repo":"acme/index","url":null,"commit":"1111111111111111111111111111111111111111","parents":[],"position":1,"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:00:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":"rack-1"}', NULL, '{"engine":"native","image":"","argv":["./bench"],"started_at":"2026-01-31T09:01:00.250Z","wall_s":1.25,"overhead_s":0.1,"lock_wait_s":0,"exit_code":0,"signal":null,"outcome":"ok","pins":{"held_by":null,"cpus":null,"mems":null,"shm_bytes":null,"shm_policy":null,"aslr":"off_verified","placed_bytes":{}},"usage":{"user_s":null,"system_s":null,"throttled_s":null,"pressure_cpu_s":null,"pressure_memory_s":null,"pressure_io_s":null,"peak_memory_bytes":null,"anonymous_bytes":null,"file_bytes":null,"shared_bytes":null,"swap_bytes":null,"storage_read_bytes":null,"storage_written_bytes":null,"minor_faults":null,"major_faults":null,"voluntary_switches":null,"involuntary_switches":null,"instructions":null,"cycles":null,"cache_misses":null,"branch_misses":null,"unavailable":{}},"fitness":{"verdict":"suspect","reasons":[{"code":"load","weight":"suspect","value":0.2,"threshold":0.1,"unit":"fraction","detail":"CPU 3"}],"unavailable":{}},"host":{"key":"k1","name":"rack","cpu":"c","kernel":"6.1","cpus_online":4,"memory_bytes":1,"facts":{}},"provenance":{},"warmup":0,"retried":0,"stopping":null,"against":null,"iterations":[],"files":[],"output":"","error_output":"","output_truncated":false,"log":""}', '2026-11-28T16:09:42.582Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (2, 'b', 'b', 1, 1, 1, 2, 1, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, '2026-01-31T09:02:00.250Z', 'rack', 1.25, 'ok', 0, '', 'suspect', 'cb', '2026-01-31T10:00:00.000Z', '1fc689954418c14f4ce861a9ad32d917af61b0c093d9f90d319fc0523ef6926a', '{"repo":"acme/index","url":null,"commit":"2222222222222222222222222222222222222222","parents":["1111111111111111111111111111111111111111"],"position":2,"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:01:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":"rack-1"}', NULL, '{"engine":"native","image":"","argv":["./bench"],"started_at":"2026-01-31T09:02:00.250Z","wall_s":1.25,"overhead_s":0.1,"lock_wait_s":0,"exit_code":0,"signal":null,"outcome":"ok","pins":{"held_by":null,"cpus":null,"mems":null,"shm_bytes":null,"shm_policy":null,"aslr":"off_verified","placed_bytes":{}},"usage":{"user_s":null,"system_s":null,"throttled_s":null,"pressure_cpu_s":null,"pressure_memory_s":null,"pressure_io_s":null,"peak_memory_bytes":null,"anonymous_bytes":null,"file_bytes":null,"shared_bytes":null,"swap_bytes":null,"storage_read_bytes":null,"storage_written_bytes":null,"minor_faults":null,"major_faults":null,"voluntary_switches":null,"involuntary_switches":null,"instructions":null,"cycles":null,"cache_misses":null,"branch_misses":null,"unavailable":{}},"fitness":{"verdict":"suspect","reasons":[{"code":"load","weight":"suspect","value":0.2,"threshold":0.1,"unit":"fraction","detail":"CPU 3"}],"unavailable":{}},"host":{"key":"k1","name":"rack","cpu":"c","kernel":"6.1","cpus_online":4,"memory_bytes":1,"facts":{}},"provenance":{},"warmup":0,"retried":0,"stopping":null,"against":null,"iterations":[],"files":[],"output":"","error_output":"","output_truncated":false,"log":""}', '2026-11-28T16:09:42.582Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (3, 'c', 'c', 1, 1, 1, 2, 2, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, '2026-01-31T09:03:00.250Z', 'rack', 1.25, 'ok', 0, '', 'suspect', 'cb', '2026-01-31T10:00:00.000Z', '5660e50c65668dea93e51079256c6a36b8dabe2bd1e98ebd0d16486aead537ca', '{"repo":"acme/index","url":null,"commit":"2222222222222222222222222222222222222222","parents":["1111111111111111111111111111111111111111"],"position":2,"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:01:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":"rack-2"}', NULL, '{"engine":"native","image":"","argv":["./bench"],"started_at":"2026-01-31T09:03:00.250Z","wall_s":1.25,"overhead_s":0.1,"lock_wait_s":0,"exit_code":0,"signal":null,"outcome":"ok","pins":{"held_by":null,"cpus":null,"mems":null,"shm_bytes":null,"shm_policy":null,"aslr":"off_verified","placed_bytes":{}},"usage":{"user_s":null,"system_s":null,"throttled_s":null,"pressure_cpu_s":null,"pressure_memory_s":null,"pressure_io_s":null,"peak_memory_bytes":null,"anonymous_bytes":null,"file_bytes":null,"shared_bytes":null,"swap_bytes":null,"storage_read_bytes":null,"storage_written_bytes":null,"minor_faults":null,"major_faults":null,"voluntary_switches":null,"involuntary_switches":null,"instructions":null,"cycles":null,"cache_misses":null,"branch_misses":null,"unavailable":{}},"fitness":{"verdict":"suspect","reasons":[{"code":"load","weight":"suspect","value":0.2,"threshold":0.1,"unit":"fraction","detail":"CPU 3"}],"unavailable":{}},"host":{"key":"k1","name":"rack","cpu":"c","kernel":"6.1","cpus_online":4,"memory_bytes":1,"facts":{}},"provenance":{},"warmup":0,"retried":0,"stopping":null,"against":null,"iterations":[],"files":[],"output":"","error_output":"","output_truncated":false,"log":""}', '2026-11-28T16:09:42.583Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (4, 'd', 'd', 1, 1, 1, 3, 3, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, '2026-01-31T09:04:00.250Z', 'rack', 1.25, 'ok', 0, '', 'suspect', 'cb', '2026-01-31T10:00:00.000Z', '44056e9288f62c4fb17d55962c7266aba4481f54957f2b7b5690e378969e82ba', '{"repo":"acme/index","url":null,"commit":"3333333333333333333333333333333333333333","parents":["2222222222222222222222222222222222222222"],"position":3,"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:02:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":"rack-1"}', NULL, '{"engine":"native","image":"","argv":["./bench"],"started_at":"2026-01-31T09:04:00.250Z","wall_s":1.25,"overhead_s":0.1,"lock_wait_s":0,"exit_code":0,"signal":null,"outcome":"ok","pins":{"held_by":null,"cpus":null,"mems":null,"shm_bytes":null,"shm_policy":null,"aslr":"off_verified","placed_bytes":{}},"usage":{"user_s":null,"system_s":null,"throttled_s":null,"pressure_cpu_s":null,"pressure_memory_s":null,"pressure_io_s":null,"peak_memory_bytes":null,"anonymous_bytes":null,"file_bytes":null,"shared_bytes":null,"swap_bytes":null,"storage_read_bytes":null,"storage_written_bytes":null,"minor_faults":null,"major_faults":null,"voluntary_switches":null,"involuntary_switches":null,"instructions":null,"cycles":null,"cache_misses":null,"branch_misses":null,"unavailable":{}},"fitness":{"verdict":"suspect","reasons":[{"code":"load","weight":"suspect","value":0.2,"threshold":0.1,"unit":"fraction","detail":"CPU 3"}],"unavailable":{}},"host":{"key":"k2","name":"rack","cpu":"c","kernel":"6.1","cpus_online":4,"memory_bytes":1,"facts":{}},"provenance":{},"warmup":0,"retried":0,"stopping":null,"against":null,"iterations":[],"files":[],"output":"","error_output":"","output_truncated":false,"log":""}', '2026-11-28T16:09:42.583Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (5, 'd', 'd', 1, 0, 1, 3, 3, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, '2026-01-31T09:05:00.250Z', 'rack', 1.25, 'ok', 0, '', 'suspect', 'cb', '2026-01-31T10:00:00.000Z', '10e120764433757c5a7e70b49ded6391a09919cec55e43b9040b202e7c1cc024', '{"repo":"acme/index","url":null,"commit":"3333333333333333333333333333333333333333","parents":["2222222222222222222222222222222222222222"],"position":3,"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:02:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":"rack-1"}', NULL, '{"engine":"native","image":"","argv":["./bench"],"started_at":"2026-01-31T09:05:00.250Z","wall_s":1.25,"overhead_s":0.1,"lock_wait_s":0,"exit_code":0,"signal":null,"outcome":"ok","pins":{"held_by":null,"cpus":null,"mems":null,"shm_bytes":null,"shm_policy":null,"aslr":"off_verified","placed_bytes":{}},"usage":{"user_s":null,"system_s":null,"throttled_s":null,"pressure_cpu_s":null,"pressure_memory_s":null,"pressure_io_s":null,"peak_memory_bytes":null,"anonymous_bytes":null,"file_bytes":null,"shared_bytes":null,"swap_bytes":null,"storage_read_bytes":null,"storage_written_bytes":null,"minor_faults":null,"major_faults":null,"voluntary_switches":null,"involuntary_switches":null,"instructions":null,"cycles":null,"cache_misses":null,"branch_misses":null,"unavailable":{}},"fitness":{"verdict":"suspect","reasons":[{"code":"load","weight":"suspect","value":0.2,"threshold":0.1,"unit":"fraction","detail":"CPU 3"}],"unavailable":{}},"host":{"key":"k2","name":"rack","cpu":"c","kernel":"6.1","cpus_online":4,"memory_bytes":1,"facts":{}},"provenance":{},"warmup":0,"retried":0,"stopping":null,"against":null,"iterations":[],"files":[],"output":"","error_output":"","output_truncated":false,"log":""}', '2026-11-28T16:09:42.583Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (6, 'e', 'e', 1, 1, 1, 4, 3, 'main', NULL, NULL, 'default', 'failed', 'parse', 'no_results', 'nothing', 'commit', NULL, '2026-01-31T09:06:00.250Z', 'rack', 1.25, 'ok', 0, '', 'suspect', 'cb', '2026-01-31T10:00:00.000Z', 'b5627d36bb5899fd9684fdd6458ba3fcefa658c33ddf068d912b2416029529fe', '{"repo":"acme/index","url":null,"commit":"4444444444444444444444444444444444444444","parents":["3333333333333333333333333333333333333333"],"position":4,"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:03:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":"rack-1"}', NULL, '{"engine":"native","image":"","argv":["./bench"],"started_at":"2026-01-31T09:06:00.250Z","wall_s":1.25,"overhead_s":0.1,"lock_wait_s":0,"exit_code":0,"signal":null,"outcome":"ok","pins":{"held_by":null,"cpus":null,"mems":null,"shm_bytes":null,"shm_policy":null,"aslr":"off_verified","placed_bytes":{}},"usage":{"user_s":null,"system_s":null,"throttled_s":null,"pressure_cpu_s":null,"pressure_memory_s":null,"pressure_io_s":null,"peak_memory_bytes":null,"anonymous_bytes":null,"file_bytes":null,"shared_bytes":null,"swap_bytes":null,"storage_read_bytes":null,"storage_written_bytes":null,"minor_faults":null,"major_faults":null,"voluntary_switches":null,"involuntary_switches":null,"instructions":null,"cycles":null,"cache_misses":null,"branch_misses":null,"unavailable":{}},"fitness":{"verdict":"suspect","reasons":[{"code":"load","weight":"suspect","value":0.2,"threshold":0.1,"unit":"fraction","detail":"CPU 3"}],"unavailable":{}},"host":{"key":"k2","name":"rack","cpu":"c","kernel":"6.1","cpus_online":4,"memory_bytes":1,"facts":{}},"provenance":{},"warmup":0,"retried":0,"stopping":null,"against":null,"iterations":[],"files":[],"output":"","error_output":"","output_truncated":false,"log":""}', '2026-11-28T16:09:42.584Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (7, 'f', 'f', 1, 1, 1, 4, 4, 'main', NULL, NULL, 'default', 'failed', 'build', 'build_failed', 'it''s \ broken', 'machine', NULL, NULL, '', NULL, NULL, NULL, NULL, NULL, 'cb', '2026-01-31T10:00:00.000Z', 'be4beec9b877de644b3bbb43bccff2b66b8655dd3d704a769a798a5d6734addb', '{"repo":"acme/index","url":null,"commit":"4444444444444444444444444444444444444444","parents":["3333333333333333333333333333333333333333"],"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:00:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":null}', NULL, NULL, '2026-11-28T16:09:42.584Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (8, 'g', 'g', 1, 1, 1, NULL, 4, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL, 'cb', '2026-01-31T10:00:00.000Z', 'dc54ba8c7b3c742141ac6309fce2db0fe0e889498218110b7781d39c88a23edf', '{"repo":"acme/index","url":null,"commit":null,"parents":[],"branch":"main","tag":null,"pull":null,"author":null,"authored_at":null,"committed_at":null,"subject":null}', '{"name":"default","command":["./bench"],"worker":null}', NULL, NULL, '2026-11-28T16:09:42.584Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (9, 'h', 'h', 1, 1, 2, 5, 4, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL, 'cb', '2026-01-31T10:00:00.000Z', 'e1a0f5d50de85a589148949a7f8ca66a722df9a67dcd5c8afb24972a792f2f1c', '{"repo":"fork/index","url":null,"commit":"1111111111111111111111111111111111111111","parents":[],"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:00:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":null}', NULL, NULL, '2026-11-28T16:09:42.584Z');
INSERT INTO job (id, job, work, attempt, is_current, repository_id, commit_id, environment_id, branch, tag, pull_number, config_name, status, failure_stage, failure_reason, failure_message, fault, asked_at, started_at, host_name, wall_s, outcome, exit_code, image, verdict, format, read_at, reading, source, config, build, run, stored_at) VALUES (10, 'i', 'i', 1, 1, 1, 6, 1, 'main', NULL, NULL, 'default', 'ok', NULL, NULL, NULL, NULL, NULL, '2026-01-31T09:07:00.250Z', 'rack', 1.25, 'ok', 0, '', 'suspect', 'cb', '2026-01-31T10:00:00.000Z', '1066922e77e6cad6bf6c27fff77b0952976f0b1d5fbd95af20a5f6b680447ace', '{"repo":"acme/index","url":null,"commit":"5555555555555555555555555555555555555555","parents":["4444444444444444444444444444444444444444"],"position":5,"branch":"main","tag":null,"pull":null,"author":"Ada","authored_at":null,"committed_at":"2026-01-31T08:04:00Z","subject":"Replace it"}', '{"name":"default","command":["./bench"],"worker":"rack-1"}', NULL, '{"engine":"native","image":"","argv":["./bench"],"started_at":"2026-01-31T09:07:00.250Z","wall_s":1.25,"overhead_s":0.1,"lock_wait_s":0,"exit_code":0,"signal":null,"outcome":"ok","pins":{"held_by":null,"cpus":null,"mems":null,"shm_bytes":null,"shm_policy":null,"aslr":"off_verified","placed_bytes":{}},"usage":{"user_s":null,"system_s":null,"throttled_s":null,"pressure_cpu_s":null,"pressure_memory_s":null,"pressure_io_s":null,"peak_memory_bytes":null,"anonymous_bytes":null,"file_bytes":null,"shared_bytes":null,"swap_bytes":null,"storage_read_bytes":null,"storage_written_bytes":null,"minor_faults":null,"major_faults":null,"voluntary_switches":null,"involuntary_switches":null,"instructions":null,"cycles":null,"cache_misses":null,"branch_misses":null,"unavailable":{}},"fitness":{"verdict":"suspect","reasons":[{"code":"load","weight":"suspect","value":0.2,"threshold":0.1,"unit":"fraction","detail":"CPU 3"}],"unavailable":{}},"host":{"key":"k1","name":"rack","cpu":"c","kernel":"6.1","cpus_online":4,"memory_bytes":1,"facts":{}},"provenance":{},"warmup":0,"retried":0,"stopping":null,"against":null,"iterations":[],"files":[],"output":"","error_output":"","output_truncated":false,"log":""}', '2026-11-28T16:09:42.584Z');
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
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (6, '', '', 'engine', 'err', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (7, '', '', '', '', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (8, '', '', '', '', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (9, '', '', '', '', '[]');
INSERT INTO job_log (job_id, output, build_log, engine_log, error_output, files) VALUES (10, '', '', 'engine', 'err', '[]');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (1, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (2, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (3, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (4, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (5, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (6, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (7, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (8, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (9, 0, 3, 1, 'x', 'y');
INSERT INTO rejected (job_id, position, line_number, column_number, field, reason) VALUES (10, 0, 3, 1, 'x', 'y');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (1, '3654da4f5cfe1ebd92dbc3a3d1d955f27a1e31ed9d268c3f123d95f5c70fae3a', 1, 1, 'index', 'insert', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (2, '9c6d7f0e368249bfb551849ba81a8589b91167affbe1b526ce2c390c7ebe75d0', 1, 1, 'index', 'delete', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (3, '7f5c99cacd5a528360677660e5293565af47a2e5d6ecb5af4f8879a41afe8e32', 1, 2, 'index', 'insert', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (4, '966dde2d1c9d18d17e3a2903cfc2116c4f0d7b7270a80852b1c1dd090b88d1d8', 1, 3, 'index', 'insert', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (5, '1e372df487b350c4d5a0dc8acb135f75444cc5c8146890558164a1aca4fe9401', 1, 4, 'index', 'it''s "quoted" \N {a,b} 😀 ‮', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (6, '391f07e5f71fd72578e3303b6cc6c7caed2d585baf42d08bc74c832b9710a3da', 1, 4, 'index', 'size', 'size', 'MB', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (7, 'd188edc9d86b7dae400f7981ad8365d37880dd56992817a5a55bee19520303fd', 2, 4, 'index', 'insert', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (8, 'acf6a989d862e31225ad47ccef65829ff12fc99fb158686e541c25f24dcb5a61', 1, 1, 'index', 't0', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (9, '89a70111e29007fd4227db98357dbe0f6e7ae9ba0dbb959e16e671ba920f3942', 1, 1, 'index', 't1', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (10, '4f2307b3807a16473539f4b7837a35f5b75c96655f5d5055cc241e2d825b22cd', 1, 1, 'index', 't2', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (11, '3149acecada0449ef1e55ad71551315e8f6065b17a643de70eacc7a7a958dab1', 1, 1, 'index', 't3', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (12, 'f36ffc6c2c49a0a9d1fcb528bbcad085b6c7eab53461d06ff001629d2562e071', 1, 1, 'index', 't4', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (13, '23201460b5d3391b55746b758f22ce4aead890ede9b58442cc4fc94dcceec756', 1, 1, 'index', 't5', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (14, '073ba94c11fd89c26138d1408f2630773034ef1b2e727ea666495a084887290d', 1, 1, 'index', 't6', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (15, 'b4d97aac9ac94fd9045ce22799eeebeafa4d938fd74c0bc98a99939d97e1c650', 1, 1, 'index', 't7', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (16, '219d741d0775132dbbeb706647745b251caaa2ab315272148c7e4a9fbc1adce7', 1, 1, 'index', 't8', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (17, '1a58659ae60379b4ebf379a54e0b1acd943cb7a53b8a58d9f2de8ea816b8be96', 1, 1, 'index', 't9', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (18, 'fa8282d0f802d408d823c4a241b30c00f33e0e3758d057a2a3ef86b7c184aaeb', 1, 1, 'index', 't10', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (19, '1c8eaee9e20a5a6ba6e8ce3b1d1df578dea791a4a6486e972d409d58fd971898', 1, 1, 'index', 't11', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (20, '3d5cbe807b9891a4e8390cc71a522a041cbfcb80228cec9c7bb0344a1c1645f1', 1, 1, 'index', 't12', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (21, '5e0ef67ee600b69eaf3e0f5def4c87909deebee7e6b16de8ce6a7624f9e3f390', 1, 1, 'index', 't13', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (22, '374c8d6fb4d76e59c8995dd228b664fce5a432395e4e721538a5d67b7fecd58e', 1, 1, 'index', 't14', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (23, '5471024576cd272949f93ee76b5fcd474670567ca728d4b95e31824dcda56670', 1, 1, 'index', 't15', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (24, 'fc356dfc948670570028297ecd90e17a0965053cfed3b0dc18e2c38e8a71e312', 1, 1, 'index', 't16', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (25, 'e094be0bd5589617d45a965b4b13b9e25a5a44eef33e6dcb0aa64d86a294dd84', 1, 1, 'index', 't17', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (26, '891bc5b1cd29b44dfc2b248c41d7eb1bd1ed4091eb33473c0a9715539b0e9392', 1, 1, 'index', 't18', 'time', 'ms', 'lower');
INSERT INTO series (id, digest, repository_id, environment_id, benchmark, test, metric, unit, direction) VALUES (27, '4f326e223d935b2965069b0429dbb9ab4667e3c7227c5b1d7864558893d30127', 1, 1, 'index', 't19', 'time', 'ms', 'lower');
INSERT INTO sample (job_id, series_id, position, value) VALUES (1, 1, 0, 0.30000000000000004);
INSERT INTO sample (job_id, series_id, position, value) VALUES (1, 1, 1, 0.3333333333333333);
INSERT INTO sample (job_id, series_id, position, value) VALUES (1, 1, 2, 5e-324);
INSERT INTO sample (job_id, series_id, position, value) VALUES (1, 1, 3, 1.7976931348623157e+308);
INSERT INTO sample (job_id, series_id, position, value) VALUES (2, 1, 0, 1.5);
INSERT INTO sample (job_id, series_id, position, value) VALUES (2, 1, 1, 2.5);
INSERT INTO sample (job_id, series_id, position, value) VALUES (2, 1, 2, 2.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (2, 1, 3, 3.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (3, 3, 0, 4.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (3, 3, 1, 5.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (4, 4, 0, 6.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (4, 4, 1, 7.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (5, 4, 0, 8.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (8, 5, 0, 1.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (8, 5, 1, 2.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (8, 5, 2, 3.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (8, 6, 0, 7.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (8, 6, 1, 8.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (9, 7, 0, 1.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 8, 0, 0.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 8, 1, 0.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 8, 2, 0.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 9, 0, 1.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 9, 1, 1.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 9, 2, 1.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 10, 0, 2.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 10, 1, 2.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 10, 2, 2.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 11, 0, 3.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 11, 1, 3.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 11, 2, 3.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 12, 0, 4.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 12, 1, 4.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 12, 2, 4.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 13, 0, 5.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 13, 1, 5.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 13, 2, 5.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 14, 0, 6.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 14, 1, 6.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 14, 2, 6.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 15, 0, 7.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 15, 1, 7.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 15, 2, 7.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 16, 0, 8.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 16, 1, 8.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 16, 2, 8.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 17, 0, 9.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 17, 1, 9.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 17, 2, 9.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 18, 0, 10.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 18, 1, 10.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 18, 2, 10.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 19, 0, 11.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 19, 1, 11.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 19, 2, 11.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 20, 0, 12.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 20, 1, 12.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 20, 2, 12.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 21, 0, 13.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 21, 1, 13.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 21, 2, 13.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 22, 0, 14.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 22, 1, 14.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 22, 2, 14.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 23, 0, 15.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 23, 1, 15.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 23, 2, 15.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 24, 0, 16.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 24, 1, 16.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 24, 2, 16.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 25, 0, 17.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 25, 1, 17.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 25, 2, 17.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 26, 0, 18.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 26, 1, 18.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 26, 2, 18.25);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 27, 0, 19.0);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 27, 1, 19.125);
INSERT INTO sample (job_id, series_id, position, value) VALUES (10, 27, 2, 19.25);
INSERT INTO summary (job_id, series_id, position, statistic, value) VALUES (1, 2, 0, 'avg', 2.5);
INSERT INTO summary (job_id, series_id, position, statistic, value) VALUES (1, 2, 1, 'max', 4.0);
INSERT INTO summary (job_id, series_id, position, statistic, value) VALUES (1, 2, 2, 'min', 1.0);
INSERT INTO summary (job_id, series_id, position, statistic, value) VALUES (1, 2, 3, 'stddev', 0.1);
INSERT INTO summary (job_id, series_id, position, statistic, value) VALUES (2, 2, 0, 'avg', 0.009);
INSERT INTO summary (job_id, series_id, position, statistic, value) VALUES (2, 2, 1, 'max', 0.01);
INSERT INTO summary (job_id, series_id, position, statistic, value) VALUES (2, 2, 2, 'avg', 8.0);
INSERT INTO result_note (job_id, series_id, description, labels, printed_units) VALUES (2, 1, 'per element', '{"n":"1000"}', '["s","us"]');
INSERT INTO result_note (job_id, series_id, description, labels, printed_units) VALUES (2, 2, '', '{}', '["us"]');
