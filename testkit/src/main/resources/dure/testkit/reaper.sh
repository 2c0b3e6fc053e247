# SPDX-License-Identifier: Apache-2.0
# reaper DIRECTORY TOKEN TEMPORARY: waits for the end of standard input, which is the end of the test JVM;
# then kills the processes of its session and removes the session's objects, and DIRECTORY last.
# Every step may be done twice and at the same time: the reaper of a session and a sweep may meet.
trap '' HUP INT QUIT TERM
directory=$1 token=$2 temporary=$3
jvm=${token#t}
jvm=${jvm%%x*}
cat > /dev/null

marked() {
  grep -lzsxF "DURE_TEST_OF=$token" /proc/[0-9]*/environ | cut -d / -f 3
}

# ours KIND [PID-COLUMN TIME-COLUMN]...: the ids of the session's System V objects of a kind. An object that
# existed before the session is another's; else its key tells, or a process of the session at the time of use.
ours() {
  kind=$1
  shift
  awk -v kind="$kind" -v columns="$*" -v jvm="$jvm" -v before="$directory/.before" \
    -v processes="$directory/.processes" '
    BEGIN { count = split(columns, column, " ") }
    FILENAME == before { foreign[$0] = 1; next }
    FILENAME == processes && $1 == "+" { pid[++n] = $2; from[n] = $3; to[n] = 1e15; last[$2] = n; next }
    FILENAME == processes { if ($2 in last) to[last[$2]] = $3; next }
    FNR == 1 || (kind " " $2) in foreign { next }
    {
      key = $1 < 0 ? $1 + 4294967296 : $1
      mine = int(key / 1024) == jvm
      for (c = 1; c < count; c += 2)
        for (i = 1; i <= n; i++)
          if (pid[i] == $column[c] && from[i] <= $column[c + 1] && $column[c + 1] <= to[i]) mine = 1
      if (mine) print $2
    }' "$directory/.before" "$directory/.processes" "/proc/sysvipc/$kind"
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

for id in $(ours shm 5 14); do ipcrm -m "$id"; done
for id in $(ours msg 6 12 7 13); do ipcrm -q "$id"; done
for id in $(ours sem); do ipcrm -s "$id"; done

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
rm -rf "$directory"
