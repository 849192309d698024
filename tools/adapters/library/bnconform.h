/* SPDX-License-Identifier: MIT */
/*
 * bnconform.h: the interface, version 1, by which bnconform judges a BatchNorm in a shared library.
 *
 * Write the functions marked "required", compile them into a shared library and run
 *
 *     bnconform run --implementation ./libmybn.so
 *
 * The library is loaded in a process of its own: a crash costs one case. What it prints goes to standard error.
 * No C++ exception may leave a function: return BNCONFORM_BROKEN for one in bnconform_create or bnconform_read_state, and
 * BNCONFORM_OTHER_ERROR for one in a step.
 * Calls come from one thread. C99 and C++11.
 *
 * Ownership. Tensors that are passed in belong to the caller and may be read until the function returns; copy what
 * is needed later. Result tensors are allocated by the caller with the right type and shape; the function fills
 * `data` and nothing else. Layers and passes belong to the library and are given back to be destroyed.
 *
 * Layout. Row-major, no padding; dimension 1 is the channel. float16 and bfloat16 are 2 bytes of the usual patterns.
 * `data` of an empty tensor may be null.
 */
#ifndef BNCONFORM_H
#define BNCONFORM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define BNCONFORM_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define BNCONFORM_EXPORT __attribute__((visibility("default")))
#else
#define BNCONFORM_EXPORT
#endif

/* The version of this interface. */
#define BNCONFORM_VERSION 1

/* What a function returns. The first group are the kinds of errors that a BatchNorm raises (Golden/FORMAT.md); after
 * one of them the layer goes on living, and its state is looked at. */
typedef enum bnconform_status {
  BNCONFORM_OK = 0,
  BNCONFORM_RANK_MISMATCH = 1,          /* the input's rank is not the kind's */
  BNCONFORM_TOO_FEW_VALUES = 2,         /* batch statistics of one value per channel */
  BNCONFORM_NONPOSITIVE_EPS = 3,        /* eps <= 0 */
  BNCONFORM_CHANNEL_MISMATCH = 4,       /* a parameter or statistic does not have C elements */
  BNCONFORM_MISSING_RUNNING_STATS = 5,  /* evaluation with one running statistic missing */
  BNCONFORM_UNPAIRED_RUNNING_STATS = 6, /* training with exactly one running statistic */
  BNCONFORM_UNSUPPORTED_TYPE = 7,       /* an input that is not floating-point */
  BNCONFORM_MIXED_TYPES = 8,            /* types of input and parameters that do not go together */
  BNCONFORM_MISSING_STATE_KEY = 9,      /* a state dict without one of the layer's keys */
  BNCONFORM_NO_CHANNELS = 10,           /* no channels where one is needed */
  BNCONFORM_OTHER_ERROR = 99,           /* the layer refuses for a reason that is none of these */

  BNCONFORM_UNSUPPORTED = 100, /* cannot be expressed, and no feature that could be declared says so; bnconform_message says
                                  why. It fails the run until a list of known deviations (--expect) has it. */
  BNCONFORM_BROKEN = 101       /* the case cannot be answered: out of memory, device lost, ... */
} bnconform_status;

typedef enum bnconform_type {
  BNCONFORM_FLOAT16 = 1,
  BNCONFORM_BFLOAT16 = 2,
  BNCONFORM_FLOAT32 = 3,
  BNCONFORM_FLOAT64 = 4,
  BNCONFORM_INT64 = 5
} bnconform_type;

/* Which ranks of input a layer takes: 2 or 3; 4; 5; any from 2. */
typedef enum bnconform_kind {
  BNCONFORM_1D = 1,
  BNCONFORM_2D = 2,
  BNCONFORM_3D = 3,
  BNCONFORM_ND = 4
} bnconform_kind;

#define BNCONFORM_MAX_RANK 8

typedef struct bnconform_tensor {
  bnconform_type type;
  int32_t rank;
  int64_t shape[BNCONFORM_MAX_RANK];
  void *data;
} bnconform_tensor;

/* What the layer is constructed with. */
typedef struct bnconform_config {
  bnconform_kind kind;
  int64_t num_features;
  double eps;
  double momentum;      /* the weight of the new batch */
  int32_t has_momentum; /* 0: none, the cumulative average; `momentum` is 0 then */
  int32_t affine;
  int32_t track_running_stats;
  bnconform_type parameter_type; /* of weight, bias and the running statistics */
  bnconform_type input_type;
} bnconform_config;

/* The layer's tensors; each may be absent (null) on its own. */
typedef struct bnconform_state {
  const bnconform_tensor *weight;
  const bnconform_tensor *bias;
  const bnconform_tensor *running_mean;
  const bnconform_tensor *running_var;
  const int64_t *num_batches_tracked;
} bnconform_state;

/* Something that the implementation cannot do; features are listed in tools/adapters/PROTOCOL.md. Cases that need it are
 * not put to it and do not fail a run. */
typedef struct bnconform_limit {
  const char *feature;
  const char *reason; /* or null */
  const char *link;   /* or null */
} bnconform_limit;

/* What the library says of itself. */
typedef struct bnconform_description {
  uint32_t interface_version; /* BNCONFORM_VERSION */
  uint32_t types;             /* 1u << BNCONFORM_FLOAT32 | ...: those that it takes */
  const char *name;
  const char *version;
  const char *language;
  const bnconform_limit *unsupported; /* ends with a null feature; or null */
} bnconform_description;

/* A layer, and what a forward keeps for its backward; both are the library's own structs. */
typedef struct bnconform_layer bnconform_layer;
typedef struct bnconform_pass bnconform_pass;

/* Required. Lives as long as the library. */
BNCONFORM_EXPORT const bnconform_description *bnconform_describe(void);

/* Required. Makes a layer that holds copies of the tensors given. */
BNCONFORM_EXPORT bnconform_status bnconform_create(const bnconform_config *config, const bnconform_state *initial,
                                                   bnconform_layer **layer);

/* Required. Frees a layer; null is allowed. */
BNCONFORM_EXPORT void bnconform_destroy(bnconform_layer *layer);

/* Required. Points to the layer's tensors as they are now; valid until the next call with this layer. */
BNCONFORM_EXPORT bnconform_status bnconform_read_state(bnconform_layer *layer, bnconform_state *state);

/* Required. Normalizes; in training also updates the running statistics. `output` has the type and shape of `input`.
 * `*pass` is null on entry; what is stored there comes back in backwards of this very forward, perhaps after later
 * forwards, and then in bnconform_release_pass. */
BNCONFORM_EXPORT bnconform_status bnconform_forward(bnconform_layer *layer, int32_t training,
                                                    const bnconform_tensor *input, bnconform_tensor *output,
                                                    bnconform_pass **pass);

/* Required if bnconform_forward stores passes. Null is not passed. */
BNCONFORM_EXPORT void bnconform_release_pass(bnconform_pass *pass);

/* Optional from here on: what is not exported is declared unsupported. */

/* The text that belongs to the last status that was not OK; may be empty, not null. */
BNCONFORM_EXPORT const char *bnconform_message(void);

/* The gradients of a forward. A gradient that is not wanted, or has no parameter, is null. */
BNCONFORM_EXPORT bnconform_status bnconform_backward(bnconform_layer *layer, bnconform_pass *pass,
                                                     const bnconform_tensor *grad_output, bnconform_tensor *grad_input,
                                                     bnconform_tensor *grad_weight, bnconform_tensor *grad_bias);

/* The derivatives of a backward with this grad_output. An incoming gradient that is null counts as zero; a result that
 * is null is not wanted. */
BNCONFORM_EXPORT bnconform_status bnconform_double_backward(
    bnconform_layer *layer, bnconform_pass *pass, const bnconform_tensor *grad_output,
    const bnconform_tensor *grad_grad_input, const bnconform_tensor *grad_grad_weight,
    const bnconform_tensor *grad_grad_bias, bnconform_tensor *double_grad_output, bnconform_tensor *double_grad_weight,
    bnconform_tensor *double_grad_input);

/* The method of that name. */
BNCONFORM_EXPORT bnconform_status bnconform_reset_running_stats(bnconform_layer *layer);

/* Sets the attribute track_running_stats and leaves the buffers as they are. */
BNCONFORM_EXPORT bnconform_status bnconform_set_track_running_stats(bnconform_layer *layer, int32_t flag);

/* Loads a state dict strictly; `version` is 2, 1, or 0 for none. A tensor that is null is a missing key. */
BNCONFORM_EXPORT bnconform_status bnconform_load_state(bnconform_layer *layer, const bnconform_state *state,
                                                       int32_t version);

/* Optional beyond these: whoever exports one of the following functions is asked the cases that need it. */

/* Sets the attribute eps. */
BNCONFORM_EXPORT bnconform_status bnconform_set_eps(bnconform_layer *layer, double eps);

/* Sets the attribute momentum; without has_momentum it is None. */
BNCONFORM_EXPORT bnconform_status bnconform_set_momentum(bnconform_layer *layer, int32_t has_momentum, double momentum);

/* Says whether the forwards that follow will have backwards, as torch.set_grad_enabled. */
BNCONFORM_EXPORT bnconform_status bnconform_set_grad_enabled(bnconform_layer *layer, int32_t flag);

/* Makes a layer with the same attributes, parameters and statistics, and nothing shared. */
BNCONFORM_EXPORT bnconform_status bnconform_copy(const bnconform_layer *layer, bnconform_layer **copy);

#ifdef __cplusplus
}
#endif

#endif
