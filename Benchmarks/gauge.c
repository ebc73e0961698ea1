/* Starts a command, waits for it and for everything that it leaves behind, and prints what all of it used together:
   wall time until the command itself ended [ns], processor time in user and in kernel mode [us], largest resident set of
   any one process [KiB], exit status, and the processor time of the command alone, without what it started [ms, in steps of 10]. In C, because a started program inherits the largest size of who started it. */
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

/* Of a process that has ended and was not waited for yet. */
static long own_milliseconds(pid_t process) {
  char path[32];
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  FILE *file = fopen(path, "r");
  long user = 0, system = 0;
  if (file && fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) != 2) user = system = 0;
  if (file) fclose(file);
  return (user + system) * 1000 / sysconf(_SC_CLK_TCK);
}

int main(int count, char **words) {
  if (count < 3) return fprintf(stderr, "usage: gauge FILE COMMAND...\n"), 64;
  int file = open(words[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return perror(words[1]), 74;
  long long began = now(), wall = 0;
  pid_t child = fork();
  if (child == 0) return execvp(words[2], words + 2), perror(words[2]), 127;
  int status = 0;
  long own = 0;
  for (siginfo_t ended; waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT) == 0 || errno == EINTR;) {
    if (ended.si_pid == child) wall = now() - began, own = own_milliseconds(child);
    waitpid(ended.si_pid, ended.si_pid == child ? &status : NULL, 0);
  }
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  dprintf(file, "%lld %lld %lld %ld %d %ld\n", wall, microseconds(usage.ru_utime), microseconds(usage.ru_stime), usage.ru_maxrss, status, own);
  return status;
}
