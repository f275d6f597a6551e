# SPDX-License-Identifier: ISC
# shellcheck shell=sh
#
# lanes.sh: for scripts that have much to do and two CPUs to do it with.
#
# Who sources it has a function for each job, and names them in the order in
# which they are to begin, the longest first.  A job's output is in FOLDER, in
# JOB.log; in JOB.status how it ended, which is nothing if it has not, and in
# JOB.seconds how long it took, which is also said on standard error.

# The side of in_lanes that takes one job after another.  A job is the lane's
# that can make its folder.
lane()
{
	lane_folder=$1
	shift
	for job in "$@"; do
		# Nothing begins when whoever wanted it has been ended.
		kill -0 $$ 2>/dev/null || return 0
		mkdir "$lane_folder/$job.taken" 2>/dev/null || continue
		lane_began=$(date +%s)
		lane_status=0
		("$job") >"$lane_folder/$job.log" 2>&1 </dev/null ||
		    lane_status=$?
		echo $lane_status >"$lane_folder/$job.status"
		lane_took=$(($(date +%s) - lane_began))
		echo $lane_took >"$lane_folder/$job.seconds"
		echo "$job: status $lane_status, $lane_took s" >&2
	done
}

# Whether a job that in_lanes was told of has ended well.
lane_ok()
{
	test "$(cat "$1/$2.status" 2>/dev/null)" = 0
}

# in_lanes FOLDER JOB ...: two jobs at a time; fails if one does.
in_lanes()
{
	mkdir -p "$1"
	lane_result=0
	lanes_folder=$1
	shift
	for job in "$@"; do
		rm -rf "$lanes_folder/$job".*
	done
	lane "$lanes_folder" "$@" &
	lane_other=$!
	lane "$lanes_folder" "$@"
	wait $lane_other || :
	for job in "$@"; do
		lane_ok "$lanes_folder" "$job" || lane_result=1
	done
	return $lane_result
}
