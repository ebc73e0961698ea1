/* Starts a command, waits for it and for everything that it leaves behind, and prints what all of it used together:
   wall time until the command itself ended [ns], processor time in user and in kernel mode [us], largest resident set of
   any one process [KiB], exit status. In C, because a started program inherits the largest size of who started it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

int main(int count, char **words) {
  if (count < 3) return fprintf(stderr, "usage: gauge FILE COMMAND...\n"), 64;
  int file = open(words[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return perror(words[1]), 74;
  long long began = now(), wall = 0;
  pid_t child = fork();
  if (child == 0) return execvp(words[2], words + 2), perror(words[2]), 127;
  int status = 0, each;
  for (pid_t ended; (ended = wait(&each)) > 0 || errno == EINTR;)
    if (ended == child) status = each, wall = now() - began;
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  dprintf(file, "%lld %lld %lld %ld %d\n", wall, microseconds(usage.ru_utime), microseconds(usage.ru_stime), usage.ru_maxrss, status);
  return status;
}
