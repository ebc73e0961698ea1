// Looks for secrets in the command lines and environments of a server's processes, and writes down who had one.
//
//   lab-watch FIGURES HITS < SECRETS
//
// The kernel's audit tells of every program that is started, with its arguments; the environment is read from /proc at that
// moment. All processes are looked at several times a second besides. SECRETS holds one a line. Statically linked.
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char *secrets[16];
static size_t secret_count;
static const char *hits_path;
static struct { unsigned long execs, environments, scans, processes, hits; } seen;
static char text[1 << 18];

static int holds_secret(const char *bytes, size_t count) {
  for (size_t i = 0; i < secret_count; i++)
    if (memmem(bytes, count, secrets[i], strlen(secrets[i]))) return 1;
  return 0;
}

static void note_hit(long pid, const char *where) {
  char path[64], name[64] = "?";
  snprintf(path, sizeof path, "/proc/%ld/comm", pid);
  FILE *comm = fopen(path, "re");
  if (comm) { if (!fgets(name, sizeof name, comm)) strcpy(name, "?"); fclose(comm); }
  name[strcspn(name, "\n")] = 0;
  FILE *hits = fopen(hits_path, "ae");
  if (hits) { fprintf(hits, "%s of process %ld (%s)\n", where, pid, name); fclose(hits); }
  seen.hits++;
}

// Looks into a file of a process. Whether there was anything to read.
static int look(long pid, const char *file) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%ld/%s", pid, file);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 0;
  size_t count = 0;
  ssize_t got;
  while (count < sizeof text && (got = read(descriptor, text + count, sizeof text - count)) > 0) count += got;
  close(descriptor);
  if (holds_secret(text, count)) note_hit(pid, file);
  return count > 0;
}

static void scan(void) {
  DIR *folder = opendir("/proc");
  struct dirent *entry;
  while (folder && (entry = readdir(folder))) {
    long pid = strtol(entry->d_name, NULL, 10);
    if (pid <= 0 || pid == getpid()) continue;
    look(pid, "cmdline");
    look(pid, "environ");
    seen.processes++;
  }
  if (folder) closedir(folder);
  seen.scans++;
}

// A watcher that is started again, after a restart of the server, goes on counting.
static void read_figures(const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) return;
  if (fscanf(file, "execs %lu environments %lu scans %lu processes %lu hits %lu", &seen.execs, &seen.environments, &seen.scans, &seen.processes,
             &seen.hits) != 5)
    memset(&seen, 0, sizeof seen);
  fclose(file);
}

static void write_figures(const char *path) {
  char fresh[256];
  snprintf(fresh, sizeof fresh, "%s.new", path);
  FILE *file = fopen(fresh, "we");
  if (!file) return;
  fprintf(file, "execs %lu\nenvironments %lu\nscans %lu\nprocesses %lu\nhits %lu\n", seen.execs, seen.environments, seen.scans, seen.processes,
          seen.hits);
  fclose(file);
  rename(fresh, path);
}

static void ask(int audit, int type, const void *body, size_t count) {
  struct { struct nlmsghdr head; char body[2048]; } message = {.head = {.nlmsg_len = NLMSG_LENGTH(count), .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST}};
  memcpy(message.body, body, count);
  if (send(audit, &message, message.head.nlmsg_len, 0) < 0) perror("audit"), exit(1);
}

static int open_audit(void) {
  int audit = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT), size = 8 << 20;
  if (audit < 0) return -1;
  setsockopt(audit, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  struct audit_status status = {.mask = AUDIT_STATUS_ENABLED | AUDIT_STATUS_PID | AUDIT_STATUS_BACKLOG_LIMIT | AUDIT_STATUS_FAILURE,
                                .enabled = 1, .pid = getpid(), .backlog_limit = 8192, .failure = 0};
  ask(audit, AUDIT_SET, &status, sizeof status);
  struct audit_rule_data rule = {.flags = AUDIT_FILTER_EXIT, .action = AUDIT_ALWAYS};
  for (const int *call = (const int[]){59, 322, 0}; *call; call++) rule.mask[AUDIT_WORD(*call)] |= AUDIT_BIT(*call);
  ask(audit, AUDIT_ADD_RULE, &rule, sizeof rule);
  return audit;
}

// Arguments stand in the record as they are between quotes or, with special characters, as hexadecimal digits.
static void look_at_arguments(const char *record, size_t count, long pid) {
  size_t length = 0;
  for (size_t i = 0; i < count && length < sizeof text; i++) {
    unsigned digits;
    if (isxdigit((unsigned char)record[i]) && i + 1 < count && isxdigit((unsigned char)record[i + 1]) && sscanf(record + i, "%2x", &digits) == 1) {
      text[length++] = (char)digits;
      i++;
    } else {
      text[length++] = record[i];
    }
  }
  if (holds_secret(record, count) || holds_secret(text, length)) note_hit(pid, "arguments");
}

static void hear(int audit) {
  static struct { struct nlmsghdr head; char body[16384]; } message;
  static long pid;
  ssize_t count;
  while ((count = recv(audit, &message, sizeof message, MSG_DONTWAIT)) > 0) {
    size_t length = (size_t)count > sizeof message.head ? count - sizeof message.head : 0;
    message.body[length < sizeof message.body ? length : sizeof message.body - 1] = 0;
    if (message.head.nlmsg_type == AUDIT_SYSCALL) {
      const char *place = strstr(message.body, " pid=");
      pid = place ? strtol(place + 5, NULL, 10) : 0;
      if (strstr(message.body, "success=yes")) {
        seen.execs++;
        if (look(pid, "environ")) seen.environments++;
      }
    } else if (message.head.nlmsg_type == AUDIT_EXECVE) {
      look_at_arguments(message.body, length, pid);
    }
  }
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  hits_path = arguments[2];
  char *line = NULL;
  size_t room = 0;
  while (secret_count < 16 && getline(&line, &room, stdin) > 0) {
    line[strcspn(line, "\n")] = 0;
    if (*line) secrets[secret_count++] = strdup(line);
  }
  read_figures(arguments[1]);
  int audit = open_audit();
  struct pollfd event = {.fd = audit, .events = POLLIN};
  struct timespec now, last = {0};
  for (;;) {
    poll(&event, audit >= 0, 250);
    if (audit >= 0) hear(audit);
    clock_gettime(CLOCK_MONOTONIC, &now);
    if ((now.tv_sec - last.tv_sec) * 1000 + (now.tv_nsec - last.tv_nsec) / 1000000 < 250) continue;
    last = now;
    scan();
    write_figures(arguments[1]);
  }
}
