// What Glibc's Swift overlay leaves out. The system headers are visible through this module as they are.
#ifndef CMACHINE_H
#define CMACHINE_H

#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/xattr.h>

/// A descriptor that becomes readable when the process has ended; -1 and errno where there is no such process.
int machine_pidfd_open(pid_t pid);

/// Sends a signal to exactly the process behind the descriptor, whoever has its number by now.
int machine_pidfd_signal(int pidfd, int signal);

/// A 0600 file in memory that has no name anywhere, closed on exec; -1 and errno where the kernel refuses.
int machine_nameless_file(void);

// Gives the space of a stretch of a file back; its bytes read as zeros then. -1 and errno where that cannot be.
int machine_release(int descriptor, off_t offset, off_t length);

/// Closes every descriptor from `from` upwards in the process to be spawned.
int machine_spawn_close_from(posix_spawn_file_actions_t *_Nonnull actions, int from);

/// The flag that gives the spawned process a session of its own.
short machine_spawn_own_session(void);

/// Makes the kernel write no image of this process's memory, to a file or to a program.
void machine_forbid_dump(void);

#endif
