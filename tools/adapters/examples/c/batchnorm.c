/* SPDX-License-Identifier: MIT */
/*
 * A complete BatchNorm in C99 behind bnconform.h: float32 and float64, forward and backward.
 *
 *     cc -std=c99 -O2 -shared -fPIC -I tools/adapters/library -o libbatchnorm.so batchnorm.c -lm
 *     bnconform run --implementation ./libbatchnorm.so
 */
#include "bnconform.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WEIGHT, BIAS, MEAN, VAR, TENSORS };

struct bnconform_layer {
  bnconform_config config;
  int tracks;
  bnconform_tensor *tensors[TENSORS]; /* null where absent */
  int has_count;
  int64_t count;
};

struct bnconform_pass {
  int64_t samples, channels, inner; /* the input as [samples, channels, inner] */
  int uses_batch;
  double *x, *mean, *scale, *gamma; /* scale is 1/sqrt(var + eps) */
};

static const char *text = "";

const char *bnconform_message(void) { return text; }

static bnconform_status fail(bnconform_status status, const char *why) {
  text = why;
  return status;
}

/* Tensors. */

static int64_t count_of(const bnconform_tensor *t) {
  int64_t count = 1;
  for (int32_t axis = 0; axis < t->rank; axis++) count *= t->shape[axis];
  return count;
}

static size_t size_of(bnconform_type type) { return type == BNCONFORM_FLOAT32 ? 4 : 8; }

static double get(const bnconform_tensor *t, int64_t i) {
  return t->type == BNCONFORM_FLOAT32 ? ((const float *)t->data)[i] : ((const double *)t->data)[i];
}

static void put(bnconform_tensor *t, int64_t i, double value) {
  if (t->type == BNCONFORM_FLOAT32) {
    ((float *)t->data)[i] = (float)value;
  } else {
    ((double *)t->data)[i] = value;
  }
}

static bnconform_tensor *copy_of(const bnconform_tensor *t) {
  if (!t) return NULL;
  size_t bytes = (size_t)count_of(t) * size_of(t->type);
  bnconform_tensor *copy = malloc(sizeof *copy);
  *copy = *t;
  copy->data = malloc(bytes + 1);
  if (bytes) memcpy(copy->data, t->data, bytes);
  return copy;
}

static void free_tensor(bnconform_tensor *t) {
  if (t) free(t->data);
  free(t);
}

static double *doubles(int64_t count) { return calloc((size_t)count + 1, sizeof(double)); }

/* The layer. */

const bnconform_description *bnconform_describe(void) {
  static const bnconform_limit limits[] = {
      {"double_backward", "this example has first derivatives only", NULL},
      {"input_type=int64", "reads floating-point only", NULL},
      {NULL, NULL, NULL},
  };
  static const bnconform_description description = {
      BNCONFORM_VERSION, 1u << BNCONFORM_FLOAT32 | 1u << BNCONFORM_FLOAT64, "example-c", "1.0", "C99", limits};
  return &description;
}

static void set_state(bnconform_layer *layer, const bnconform_state *state) {
  const bnconform_tensor *given[TENSORS] = {state->weight, state->bias, state->running_mean, state->running_var};
  for (int i = 0; i < TENSORS; i++) layer->tensors[i] = copy_of(given[i]);
  layer->has_count = state->num_batches_tracked != NULL;
  layer->count = layer->has_count ? *state->num_batches_tracked : 0;
}

bnconform_status bnconform_create(const bnconform_config *config, const bnconform_state *initial,
                                  bnconform_layer **layer) {
  *layer = calloc(1, sizeof **layer);
  (*layer)->config = *config;
  (*layer)->tracks = config->track_running_stats;
  set_state(*layer, initial);
  return BNCONFORM_OK;
}

void bnconform_destroy(bnconform_layer *layer) {
  if (!layer) return;
  for (int i = 0; i < TENSORS; i++) free_tensor(layer->tensors[i]);
  free(layer);
}

bnconform_status bnconform_read_state(bnconform_layer *layer, bnconform_state *state) {
  state->weight = layer->tensors[WEIGHT];
  state->bias = layer->tensors[BIAS];
  state->running_mean = layer->tensors[MEAN];
  state->running_var = layer->tensors[VAR];
  state->num_batches_tracked = layer->has_count ? &layer->count : NULL;
  return BNCONFORM_OK;
}

static int takes_rank(bnconform_kind kind, int32_t rank) {
  switch (kind) {
    case BNCONFORM_1D: return rank == 2 || rank == 3;
    case BNCONFORM_2D: return rank == 4;
    case BNCONFORM_3D: return rank == 5;
    default: return rank >= 2;
  }
}

/* What PyTorch 2.10 refuses, in its order. */
static bnconform_status check(const bnconform_layer *layer, const bnconform_tensor *input, const bnconform_pass *pass,
                              bnconform_tensor *const buffers[2]) {
  bnconform_tensor *const *own = layer->tensors;
  int empty = count_of(input) == 0;
  if (pass->uses_batch && pass->samples * pass->inner == 1) return fail(BNCONFORM_TOO_FEW_VALUES, "");
  if (layer->config.eps <= 0) return fail(BNCONFORM_NONPOSITIVE_EPS, "");
  if (empty && pass->channels > 0) return BNCONFORM_OK;
  if (empty && (own[WEIGHT] || own[BIAS])) return fail(BNCONFORM_NO_CHANNELS, "");
  for (int i = 0; i < 2; i++) {
    if (!buffers[i] && !pass->uses_batch) return fail(BNCONFORM_MISSING_RUNNING_STATS, "");
    if (buffers[i] && count_of(buffers[i]) != pass->channels) return fail(BNCONFORM_CHANNEL_MISMATCH, "statistics");
  }
  for (int i = WEIGHT; i <= BIAS; i++) {
    if (own[i] && count_of(own[i]) != pass->channels) return fail(BNCONFORM_CHANNEL_MISMATCH, "parameters");
  }
  if (pass->uses_batch && !buffers[0] != !buffers[1]) return fail(BNCONFORM_UNPAIRED_RUNNING_STATS, "");
  bnconform_tensor *const others[4] = {own[WEIGHT], own[BIAS], buffers[0], buffers[1]};
  for (int i = 0; i < 4; i++) {
    if (others[i] && others[i]->type != input->type) return fail(BNCONFORM_MIXED_TYPES, "");
  }
  return BNCONFORM_OK;
}

void bnconform_release_pass(bnconform_pass *pass) {
  free(pass->x);
  free(pass->mean);
  free(pass->scale);
  free(pass->gamma);
  free(pass);
}

bnconform_status bnconform_forward(bnconform_layer *layer, int32_t training, const bnconform_tensor *input,
                                   bnconform_tensor *output, bnconform_pass **result) {
  bnconform_tensor *const *own = layer->tensors;
  if (!takes_rank(layer->config.kind, input->rank)) return fail(BNCONFORM_RANK_MISMATCH, "");
  if (layer->config.kind == BNCONFORM_ND && input->shape[1] == 0) return fail(BNCONFORM_NO_CHANNELS, "");
  double factor = layer->config.momentum;
  if (training && layer->tracks && layer->has_count) {
    layer->count += 1;
    if (!layer->config.has_momentum) factor = 1.0 / (double)layer->count;
  }
  int hands_down = !training || layer->tracks;
  bnconform_tensor *const buffers[2] = {hands_down ? own[MEAN] : NULL, hands_down ? own[VAR] : NULL};

  bnconform_pass *pass = calloc(1, sizeof *pass);
  *result = pass;
  pass->samples = input->shape[0];
  pass->channels = input->shape[1];
  pass->inner = 1;
  for (int32_t axis = 2; axis < input->rank; axis++) pass->inner *= input->shape[axis];
  pass->uses_batch = training || (!own[MEAN] && !own[VAR]);
  bnconform_status status = check(layer, input, pass, buffers);
  int64_t total = count_of(input);
  if (status != BNCONFORM_OK || total == 0) return status;

  pass->x = doubles(total);
  pass->mean = doubles(pass->channels);
  pass->scale = doubles(pass->channels);
  pass->gamma = doubles(pass->channels);
  for (int64_t i = 0; i < total; i++) pass->x[i] = get(input, i);
  double n = (double)(pass->samples * pass->inner);
  for (int64_t c = 0; c < pass->channels; c++) {
    double mean = 0, spread = 0, variance;
    for (int64_t s = 0; s < pass->samples; s++) {
      const double *x = pass->x + (s * pass->channels + c) * pass->inner;
      for (int64_t i = 0; i < pass->inner; i++) mean += x[i];
    }
    mean /= n;
    for (int64_t s = 0; s < pass->samples; s++) {
      const double *x = pass->x + (s * pass->channels + c) * pass->inner;
      for (int64_t i = 0; i < pass->inner; i++) spread += (x[i] - mean) * (x[i] - mean);
    }
    variance = spread / n;
    if (!pass->uses_batch) {
      mean = get(own[MEAN], c);
      variance = get(own[VAR], c);
    }
    pass->mean[c] = mean;
    pass->scale[c] = 1 / sqrt(variance + layer->config.eps);
    pass->gamma[c] = own[WEIGHT] ? get(own[WEIGHT], c) : 1;
    double beta = own[BIAS] ? get(own[BIAS], c) : 0;
    for (int64_t s = 0; s < pass->samples; s++) {
      int64_t first = (s * pass->channels + c) * pass->inner;
      for (int64_t i = first; i < first + pass->inner; i++) {
        put(output, i, (pass->x[i] - mean) * pass->scale[c] * pass->gamma[c] + beta);
      }
    }
    if (training && layer->tracks && buffers[0]) {
      put(own[MEAN], c, (1 - factor) * get(own[MEAN], c) + factor * mean);
      put(own[VAR], c, (1 - factor) * get(own[VAR], c) + factor * (spread / (n - 1)));
    }
  }
  return BNCONFORM_OK;
}

bnconform_status bnconform_backward(bnconform_layer *layer, bnconform_pass *pass, const bnconform_tensor *grad_output,
                                    bnconform_tensor *grad_input, bnconform_tensor *grad_weight,
                                    bnconform_tensor *grad_bias) {
  (void)layer;
  for (int64_t i = 0; grad_weight && i < count_of(grad_weight); i++) put(grad_weight, i, 0);
  for (int64_t i = 0; grad_bias && i < count_of(grad_bias); i++) put(grad_bias, i, 0);
  if (!pass->x) return BNCONFORM_OK; /* an empty input */
  double n = (double)(pass->samples * pass->inner);
  for (int64_t c = 0; c < pass->channels; c++) {
    double sum = 0, projection = 0;
    for (int64_t s = 0; s < pass->samples; s++) {
      int64_t first = (s * pass->channels + c) * pass->inner;
      for (int64_t i = first; i < first + pass->inner; i++) {
        sum += get(grad_output, i);
        projection += get(grad_output, i) * ((pass->x[i] - pass->mean[c]) * pass->scale[c]);
      }
    }
    if (grad_weight) put(grad_weight, c, projection);
    if (grad_bias) put(grad_bias, c, sum);
    for (int64_t s = 0; grad_input && s < pass->samples; s++) {
      int64_t first = (s * pass->channels + c) * pass->inner;
      for (int64_t i = first; i < first + pass->inner; i++) {
        double gradient = get(grad_output, i);
        if (pass->uses_batch) {
          double normalized = (pass->x[i] - pass->mean[c]) * pass->scale[c];
          gradient = gradient - sum / n - normalized * projection / n;
        }
        put(grad_input, i, pass->gamma[c] * pass->scale[c] * gradient);
      }
    }
  }
  return BNCONFORM_OK;
}

bnconform_status bnconform_reset_running_stats(bnconform_layer *layer) {
  if (!layer->tracks) return BNCONFORM_OK;
  for (int k = MEAN; k <= VAR; k++) {
    bnconform_tensor *t = layer->tensors[k];
    for (int64_t i = 0; t && i < count_of(t); i++) put(t, i, k == VAR);
  }
  layer->count = 0;
  return BNCONFORM_OK;
}

bnconform_status bnconform_set_track_running_stats(bnconform_layer *layer, int32_t flag) {
  layer->tracks = flag;
  return BNCONFORM_OK;
}

/* Loads what is there and complains about the rest; a version below 2 may lack the counter. */
bnconform_status bnconform_load_state(bnconform_layer *layer, const bnconform_state *state, int32_t version) {
  const bnconform_tensor *given[TENSORS] = {state->weight, state->bias, state->running_mean, state->running_var};
  int complete = 1;
  for (int i = 0; i < TENSORS; i++) {
    if (!given[i] != !layer->tensors[i]) complete = 0;
    if (!given[i] || !layer->tensors[i]) continue;
    free_tensor(layer->tensors[i]);
    layer->tensors[i] = copy_of(given[i]);
  }
  if (layer->has_count && state->num_batches_tracked) layer->count = *state->num_batches_tracked;
  int may_lack = version < 2 && layer->tracks;
  if (layer->has_count && !state->num_batches_tracked && !may_lack) complete = 0;
  return complete ? BNCONFORM_OK : fail(BNCONFORM_MISSING_STATE_KEY, "");
}
