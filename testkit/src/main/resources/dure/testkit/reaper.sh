# SPDX-License-Identifier: Apache-2.0
# reaper MODE DIRECTORY TOKEN TEMPORARY: ends a session whose test JVM is dead. It kills the processes of the
# session and removes its objects, the lock in DIRECTORY last. MODE says how it knows of the death:
#   guard   it waits for the end of standard input, which is the end of the test JVM
#   sweep   the next session has found the lock free, since the guard was killed as well
trap '' HUP INT QUIT TERM
mode=$1 directory=$2 token=$3 temporary=$4
record=$directory/.record

exec 9> "$directory/.reaper" || exit
flock 9 # one at a time: a sweep comes after a guard that lives
[ "$mode" = sweep ] || cat > /dev/null 9>&-

marked() {
  grep -lzsxF "DURE_TEST_OF=$token" /proc/[0-9]*/environ | cut -d / -f 3
}

# ours KIND CREATED [PID-COLUMN TIME-COLUMN]...: the ids of the session's System V objects of a kind. The key tells,
# if it was the session's at the time of creation, or a process that was the session's at the time of use. A process
# without a known end ended with the session, so that no later process with the same id is taken for it.
ours() {
  kind=$1 created=$2
  shift 2
  awk -v created="$created" -v columns="$*" -v end="$(stat -c %Y "$record")" -v record="$record" '
    BEGIN { count = split(columns, column, " ") }
    FILENAME == record && $1 == "k" { if (!($2 in key) || $3 < key[$2]) key[$2] = $3; next }
    FILENAME == record && $1 == "+" { pid[++n] = $2; from[n] = $3; to[n] = end; last[$2] = n; next }
    FILENAME == record { if ($2 in last) to[last[$2]] = $3; delete last[$2]; next }
    FNR == 1 { next }
    {
      mine = $1 in key && key[$1] <= $created
      for (c = 1; c < count; c += 2)
        for (i = 1; i <= n; i++)
          if (pid[i] == $column[c] && from[i] <= $column[c + 1] && $column[c + 1] <= to[i]) mine = 1
      if (mine) print $2
    }' "$record" "/proc/sysvipc/$kind"
}

# remove_queues QUEUES: the session's POSIX queues, in a directory where the kernel shows queues.
remove_queues() {
  find "$1" -maxdepth 1 -name "*$token*" -exec rm -f {} +
}

for round in $(seq 200); do # a process may start another while it is killed
  pids=$(marked)
  [ -n "$pids" ] || break
  kill -KILL $pids
  sleep 0.05
done
[ "$mode" = sweep ] || touch -c "$record" # until now its processes lived

for id in $(ours shm 14 5 14); do ipcrm -m "$id"; done
for id in $(ours msg 14 6 12 7 13); do ipcrm -q "$id"; done
for id in $(ours sem 10); do ipcrm -s "$id"; done

queues=$(sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \([^ ]*\) .* - mqueue .*/\1/p' /proc/self/mountinfo | head -n 1)
if [ -n "$queues" ]; then
  remove_queues "$queues"
else # the kernel shows them where root mounts them: in a mount namespace of the reaper's own
  unshare -m sh -c 'mount -t mqueue none "$1" && find "$1" -maxdepth 1 -name "*$2*" -exec rm -f {} +' \
    sh "$directory" "$token"
fi

for namespace in /run/netns/*"$token"*; do
  [ ! -e "$namespace" ] || ip netns delete "${namespace##*/}"
done
find /dev/shm "$temporary" -maxdepth 1 -name "*$token*" ! -path "$directory" -exec rm -rf {} +
find "$directory" -mindepth 1 ! -name .lock -delete # what has no lock any more is empty
rm -rf "$directory"
