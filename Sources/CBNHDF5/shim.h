// SPDX-License-Identifier: MIT

// What Swift cannot import from hdf5.h: macros with casts or calls, and functions whose signature
// changed between 1.10 and 1.12. Every getter initialises the library when it is first used.

#ifndef BNCONFORM_CHDF5_SHIM_H
#define BNCONFORM_CHDF5_SHIM_H

#include <errno.h>
#include <hdf5.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Identifiers behind macros.

static inline hid_t chdf5_default_properties(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_default_stack(void) { return H5E_DEFAULT; }
static inline hid_t chdf5_whole_space(void) { return H5S_ALL; }
static inline hid_t chdf5_file_access_class(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_file_creation_class(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_group_creation_class(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_creation_class(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_string_type(void) { return H5T_C_S1; }
static inline hid_t chdf5_int8_type(void) { return H5T_STD_I8LE; }
static inline hid_t chdf5_int64_type(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_float32_type(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_float64_type(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_every_file(void) { return (hid_t)H5F_OBJ_ALL; }

// Numbers behind macros.

static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_must_not_exist(void) { return H5F_ACC_EXCL; }
static inline unsigned chdf5_all_objects(void) { return H5F_OBJ_ALL; }
static inline unsigned chdf5_own_objects(void) { return H5F_OBJ_ALL | H5F_OBJ_LOCAL; }
static inline size_t chdf5_variable_size(void) { return H5T_VARIABLE; }
static inline haddr_t chdf5_undefined_address(void) { return HADDR_UNDEF; }

// Properties that older libraries of the 1.10 series do not know. They only save space or trouble.

static inline herr_t chdf5_disable_file_locking(hid_t properties) {
#if H5_VERSION_GE(1, 12, 1) || (H5_VERSION_GE(1, 10, 7) && !H5_VERSION_GE(1, 12, 0))
  return H5Pset_file_locking(properties, 0, 1);
#else
  (void)properties;
  return 0;
#endif
}

static inline herr_t chdf5_expect_no_attributes(hid_t properties) {
#if H5_VERSION_GE(1, 10, 5)
  return H5Pset_dset_no_attrs_hint(properties, 1);
#else
  (void)properties;
  return 0;
#endif
}

// Links and objects, by token from 1.12 on and by address before.

#if H5_VERSION_GE(1, 12, 0)
typedef H5L_info2_t chdf5_link_info;
#else
typedef H5L_info_t chdf5_link_info;
#endif

typedef herr_t (*chdf5_link_visitor)(hid_t group, const char *name, const chdf5_link_info *info,
                                     void *context);

// Visits the links of a group in the order in which they are found. In the order of names, the library
// gathers them first; if one cannot be read, 1.10.8 frees what it has not filled in.
static inline herr_t chdf5_visit_links(hid_t group, chdf5_link_visitor visitor, void *context) {
  hsize_t position = 0;
#if H5_VERSION_GE(1, 12, 0)
  return H5Literate2(group, H5_INDEX_NAME, H5_ITER_NATIVE, &position, visitor, context);
#else
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, &position, visitor, context);
#endif
}

static inline herr_t chdf5_get_link_info(hid_t group, const char *name, chdf5_link_info *info) {
#if H5_VERSION_GE(1, 12, 0)
  return H5Lget_info2(group, name, info, H5P_DEFAULT);
#else
  return H5Lget_info(group, name, info, H5P_DEFAULT);
#endif
}

typedef struct {
  uint64_t address[2];
  int kind;
} chdf5_object_info;

static inline herr_t chdf5_get_object_info(hid_t location, const char *name,
                                           chdf5_object_info *result) {
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info;
  herr_t status = H5Oget_info_by_name3(location, name, &info, H5O_INFO_BASIC, H5P_DEFAULT);
  if (status < 0) return status;
  memcpy(result->address, &info.token, sizeof result->address);
#elif H5_VERSION_GE(1, 10, 3)
  H5O_info_t info;
  herr_t status = H5Oget_info_by_name2(location, name, &info, H5O_INFO_BASIC, H5P_DEFAULT);
  if (status < 0) return status;
  result->address[0] = info.addr;
  result->address[1] = 0;
#else
  H5O_info_t info;
  herr_t status = H5Oget_info_by_name(location, name, &info, H5P_DEFAULT);
  if (status < 0) return status;
  result->address[0] = info.addr;
  result->address[1] = 0;
#endif
  result->kind = (int)info.type;
  return status;
}

// Frees the strings that the library allocated for a read.
static inline herr_t chdf5_reclaim_strings(hid_t type, hid_t space, void *buffer) {
#if H5_VERSION_GE(1, 12, 0)
  return H5Treclaim(type, space, H5P_DEFAULT, buffer);
#else
  return H5Dvlen_reclaim(type, space, H5P_DEFAULT, buffer);
#endif
}

// What stands at a path: 0 and the size for a readable regular file, -1 for another kind of thing,
// otherwise the system's error number. Opening a pipe or a device would block or never end.
static inline int chdf5_examine_file(const char *path, uint64_t *size) {
  struct stat status;
  if (stat(path, &status) != 0) return errno;
  if (S_ISDIR(status.st_mode)) return EISDIR;
  if (!S_ISREG(status.st_mode)) return -1;
  if (access(path, R_OK) != 0) return errno;
  *size = (uint64_t)status.st_size;
  return 0;
}

#endif
