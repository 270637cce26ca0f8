#!/usr/bin/env python3
"""Reads a period five times a second while a large import fills it: readers.py PROGRAM FOLDER [MEMBERS [AT_ONCE]]

One county is there beforehand; the import brings the city. Every reader must end well and see the period before the import
or after it. Prints the numbers; exits 1 where a reader was refused or saw something between. FOLDER is made and stays.
"""
import collections, os, subprocess, sys, tempfile, time

program, folder = sys.argv[1:3]
members = int((sys.argv[3:] or ['600000'])[0])
# No more than these are under way at once: readers that pile up on a slow machine would only measure the pile.
at_once = int((sys.argv[4:] or ['12'])[0])
PERIOD = ['--period', '2019-Q2']
READS = [
    ['status'] + PERIOD,
    ['indicators', '--by', 'children', '--indicator', 'league-youth-ratio', '--format', 'json'] + PERIOD,
    ['submissions', 'list'] + PERIOD,
    ['assess', '--task', '14-ratio', '--fail-on', 'never', '--format', 'json'] + PERIOD,
    ['indicators', '--format', 'json'] + PERIOD,
]
rosters, workspace = f'{folder}/in', f'{folder}/ws'
environment = dict(os.environ, LEAGUE_CENSUS_LANG='en', LEAGUE_CENSUS_WORKSPACE=workspace, LEAGUE_CENSUS_PROGRESS='never')


def start(arguments):
    out, errors = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    process = subprocess.Popen([program] + arguments, stdout=out, stderr=errors, stdin=subprocess.DEVNULL, env=environment)
    process.files, process.begun = (out, errors), time.monotonic()
    return process


def end(process):
    status = process.wait()
    texts = []
    for file in process.files:
        file.seek(0)
        texts.append(file.read().decode('utf-8', 'replace'))
        file.close()
    return status, *texts


def run(arguments):
    status, out, errors = end(start(arguments))
    if status not in (0, 1): sys.exit(f'{arguments}: {status}: {errors}')
    return out


def bring(files):
    return ['import', '--fail-on', 'never', '--quiet'] + PERIOD + files


run(['sample', '--out', rosters, '--members', str(members), '--seed', '20190522', '--page-rows', '60000', '--quiet'])
home = f'{rosters}/2019-Q2'
files = sorted(f'{home}/{name}' for name in os.listdir(home))
run(bring([f for f in files if os.path.basename(f).startswith(('3302-', '330203'))]))
before = [run(read) for read in READS]

begun = time.monotonic()
writer = start(bring([home]))
under_way, ended, put_off = {}, [], 0
due = begun
while writer.poll() is None or under_way:
    for process in [p for p in under_way if p.poll() is not None]:
        ended.append((under_way.pop(process), time.monotonic() - process.begun, *end(process)))
    if writer.poll() is None and time.monotonic() >= due:
        due += 1 / 5
        if len(under_way) < at_once:
            which = (len(under_way) + len(ended)) % len(READS)
            under_way[start(READS[which])] = which
        else:
            put_off += 1
    if writer.poll() is not None and not hasattr(writer, 'took'): writer.took = time.monotonic() - begun
    time.sleep(0.01)
status, _, errors = end(writer)
if status not in (0, 1): sys.exit(f'import: {status}: {errors}')
after = [run(read) for read in READS]

refused = [(READS[which], status, errors) for which, _, status, _, errors in ended if status not in (0, 1)]
seen = collections.Counter()
between = []
for which, _, status, out, errors in ended:
    if status not in (0, 1): continue
    state = 'before' if out == before[which] else 'after' if out == after[which] else 'between'
    seen[state] += 1
    if state == 'between': between.append((READS[which], status, out[:2000], errors))
longest = max((seconds for _, seconds, *_ in ended), default=0)
print(f'readers: {members} members, import {writer.took:.0f} s, {len(ended)} readers, {len(refused)} refused, '
      f'before {seen["before"]}, after {seen["after"]}, between {seen["between"]}, longest {longest:.0f} s, '
      f'not begun because {at_once} waited {put_off}')
for fault in (refused + between)[:10]: print('readers:', *fault)
for which in range(len(READS)):
    if before[which] == after[which]: sys.exit(f'{READS[which]} tells nothing of the import')
sys.exit(1 if refused or between or not ended else 0)
