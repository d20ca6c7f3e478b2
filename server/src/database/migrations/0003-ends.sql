-- What the timed jobs look for: sessions idle for too long, attempts that count no more.

create index sessions_by_idle on sessions (idle_until);
create index attempts_by_time on attempts (at);
