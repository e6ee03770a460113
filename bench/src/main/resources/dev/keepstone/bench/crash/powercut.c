/*
 * Knows what a disk would still have after the power went: preloaded into a redis-server, it keeps
 * an image of what was fsynced, and of nothing else.
 *
 *   POWERCUT_DISK   the folder that is watched, absolute
 *   POWERCUT_IMAGE  the folder of the image, absolute, on the same file system, outside of DISK
 *
 * IMAGE/tree is what the disk would have. IMAGE/content holds a file's synced bytes under its inode
 * number, and names in the tree are hard links to these. IMAGE/pins holds a hard link to each real
 * file that was ever synced, so that no inode number is used twice.
 *
 * The model, which is stricter than most file systems:
 *   - bytes survive when fsync or fdatasync of their file has returned;
 *   - the name of a new file survives with the first sync of the file (as with ext4, XFS, btrfs);
 *   - a rename or a removal survives only with an fsync of the folder.
 *
 * After a SIGKILL, IMAGE/tree put in the place of DISK is the machine after the power came back. A
 * kill in the middle of a sync leaves a part of what was being synced, as a real disk may: nobody
 * was told that it is safe. A failure of the shim itself ends the process: a test must not pass
 * because its instrument is broken.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096
#define COPY_BYTES 65536
#define MAX_CUT 64

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void hold(void) { pthread_mutex_lock(&lock); }

static void let_go(void) { pthread_mutex_unlock(&lock); }

/* A snapshot's process must not inherit a lock that a thread of its parent holds. */
__attribute__((constructor)) static void watch_forks(void) {
  pthread_atfork(hold, let_go, let_go);
}

/* Files that were made shorter since their last sync: their image is too long or wrong from there. */
static struct {
  ino_t inode;
  off_t from;
} cut[MAX_CUT];

static void die(const char *what, const char *path) {
  dprintf(2, "powercut: %s: path=%s errno=%d\n", what, path, errno);
  _exit(86);
}

static const char *setting(const char *name) {
  const char *value = getenv(name);
  if (value == NULL || value[0] != '/') {
    die("needs an absolute path in the environment", name);
  }
  return value;
}

static void join(char *out, const char *folder, const char *middle, const char *name) {
  int n = snprintf(out, PATH_BYTES, "%s/%s%s%s", folder, middle, name[0] ? "/" : "", name);
  if (n < 0 || n >= PATH_BYTES) {
    die("path too long", name);
  }
}

static void named_by_inode(char *out, const char *middle, ino_t inode) {
  char number[32];
  snprintf(number, sizeof number, "%llu", (unsigned long long)inode);
  join(out, setting("POWERCUT_IMAGE"), middle, number);
}

static void make_folders(const char *path) {
  char folder[PATH_BYTES];
  snprintf(folder, sizeof folder, "%s", path);
  for (char *at = folder + 1; (at = strchr(at, '/')) != NULL; at++) {
    *at = 0;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
      die("mkdir", folder);
    }
    *at = '/';
  }
}

/* The path of a descriptor below DISK, relative to it; 0 when it is elsewhere or has no name. */
static int below_disk(int fd, char *relative) {
  char link[64];
  char path[PATH_BYTES];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) {
    return 0;
  }
  path[n] = 0;
  const char *disk = setting("POWERCUT_DISK");
  size_t length = strlen(disk);
  if (strncmp(path, disk, length) != 0 || (path[length] != 0 && path[length] != '/')) {
    return 0;
  }
  if (n > 10 && strcmp(path + n - 10, " (deleted)") == 0) {
    return 0;
  }
  snprintf(relative, PATH_BYTES, "%s", path[length] == 0 ? "" : path + length + 1);
  return 1;
}

static void replace_link(const char *from, const char *to) {
  char fresh[PATH_BYTES];
  snprintf(fresh, sizeof fresh, "%s.powercut", to);
  unlink(fresh);
  make_folders(to);
  if (link(from, fresh) != 0 || rename(fresh, to) != 0) {
    die("link", to);
  }
  unlink(fresh); /* still there when both were links to one file already */
}

/* The content of an inode exists, if only as an empty file, and its number is taken for ever. */
static void pin(const char *path, ino_t inode, char *content) {
  char pinned[PATH_BYTES];
  named_by_inode(pinned, "pins", inode);
  make_folders(pinned);
  if (linkat(AT_FDCWD, path, AT_FDCWD, pinned, AT_SYMLINK_FOLLOW) != 0 && errno != EEXIST) {
    die("pin", path);
  }
  named_by_inode(content, "content", inode);
  make_folders(content);
  int fd = open(content, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    die("content", content);
  }
  close(fd);
}

static off_t valid_up_to(ino_t inode, off_t synced) {
  for (int i = 0; i < MAX_CUT; i++) {
    if (cut[i].inode == inode) {
      cut[i].inode = 0;
      return cut[i].from < synced ? cut[i].from : synced;
    }
  }
  return synced;
}

static void sync_content(
    const char *name, const char *path, const char *content, ino_t inode, off_t size) {
  static char buffer[COPY_BYTES];
  size_t length = strlen(name);
  int in = open(path, O_RDONLY | O_CLOEXEC);
  int out = open(content, O_RDWR | O_CLOEXEC);
  struct stat image;
  if (in < 0 || out < 0 || fstat(out, &image) != 0) {
    die("open", path);
  }
  /* Redis only appends to its log; anything else is copied as a whole. */
  int appended = length > 4 && strcmp(name + length - 4, ".aof") == 0;
  off_t at = appended ? valid_up_to(inode, image.st_size) : 0;
  if (at > size) {
    at = size;
  }
  if (ftruncate(out, at) != 0) {
    die("truncate", content);
  }
  while (at < size) {
    size_t part = size - at < COPY_BYTES ? (size_t)(size - at) : COPY_BYTES;
    ssize_t n = pread(in, buffer, part, at);
    if (n < 0 || (n > 0 && pwrite(out, buffer, (size_t)n, at) != n)) {
      die("copy", path);
    }
    if (n == 0) {
      break; /* made shorter meanwhile */
    }
    at += n;
  }
  close(in);
  close(out);
}

/* By its descriptor, not by its name: that may have changed by now. */
static void file_synced(int fd, const char *relative, const struct stat *file) {
  char path[64];
  char content[PATH_BYTES];
  char name[PATH_BYTES];
  struct stat image;
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  pin(path, file->st_ino, content);
  sync_content(relative, path, content, file->st_ino, file->st_size);
  if (stat(content, &image) != 0) {
    die("stat", content);
  }
  if (image.st_nlink == 1) {
    join(name, setting("POWERCUT_IMAGE"), "tree", relative);
    replace_link(content, name);
  }
}

static void drop_removed(const char *folder, const char *tree) {
  DIR *kept = opendir(tree);
  if (kept == NULL) {
    return;
  }
  for (struct dirent *entry; (entry = readdir(kept)) != NULL;) {
    char real[PATH_BYTES];
    char name[PATH_BYTES];
    struct stat file;
    join(real, folder, entry->d_name, "");
    join(name, tree, entry->d_name, "");
    if (entry->d_type == DT_REG && lstat(real, &file) != 0 && errno == ENOENT) {
      unlink(name);
    }
  }
  closedir(kept);
}

static void folder_synced(const char *relative) {
  char folder[PATH_BYTES];
  char tree[PATH_BYTES];
  join(folder, setting("POWERCUT_DISK"), relative, "");
  join(tree, setting("POWERCUT_IMAGE"), "tree", relative);
  DIR *listed = opendir(folder);
  if (listed == NULL) {
    die("opendir", folder);
  }
  for (struct dirent *entry; (entry = readdir(listed)) != NULL;) {
    char real[PATH_BYTES];
    char name[PATH_BYTES];
    char content[PATH_BYTES];
    struct stat file;
    join(real, folder, entry->d_name, "");
    if (lstat(real, &file) != 0 || !S_ISREG(file.st_mode)) {
      continue;
    }
    pin(real, file.st_ino, content);
    join(name, tree, entry->d_name, "");
    replace_link(content, name);
  }
  closedir(listed);
  drop_removed(folder, tree);
}

static void synced(int fd, const struct stat *before) {
  char relative[PATH_BYTES];
  if (!below_disk(fd, relative)) {
    return;
  }
  hold();
  if (S_ISDIR(before->st_mode)) {
    folder_synced(relative);
  } else if (S_ISREG(before->st_mode)) {
    file_synced(fd, relative, before);
  }
  let_go();
}

static int sync_with(const char *function, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, function);
  struct stat before;
  int known = fstat(fd, &before) == 0; /* what was written before the call is what it promises */
  int result = real(fd);
  if (result == 0 && known) {
    synced(fd, &before);
  }
  return result;
}

int fsync(int fd) { return sync_with("fsync", fd); }

int fdatasync(int fd) { return sync_with("fdatasync", fd); }

static void cut_off(int fd, off_t length) {
  struct stat file;
  if (fstat(fd, &file) != 0) {
    return;
  }
  hold();
  int place = -1;
  for (int i = 0; i < MAX_CUT; i++) {
    if (cut[i].inode == file.st_ino || (place < 0 && cut[i].inode == 0)) {
      place = i;
    }
  }
  if (place < 0) {
    die("too many files were made shorter", "");
  }
  off_t from = cut[place].inode == file.st_ino && cut[place].from < length ? cut[place].from : length;
  cut[place].inode = file.st_ino;
  cut[place].from = from;
  let_go();
}

int ftruncate(int fd, off_t length) {
  int (*real)(int, off_t) = (int (*)(int, off_t))dlsym(RTLD_NEXT, "ftruncate");
  char relative[PATH_BYTES];
  int result = real(fd, length);
  if (result == 0 && below_disk(fd, relative)) {
    cut_off(fd, length);
  }
  return result;
}

int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }
