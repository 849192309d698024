// SPDX-License-Identifier: MIT
//
// dlib's tt::batch_normalize (rank 2, what its layer bn_fc calls) and tt::batch_normalize_conv (rank 3 and 4, bn_con).
//
// The functions keep no state: mean, variance and averaging factor are arguments. The factor is momentum, and
// 1/num_batches_tracked without one, which is what dlib's layer passes in its first hundred updates.
#include "float32_state.hpp"

#include <dlib/cuda/tensor_tools.h>
#include <dlib/revision.h>

#include <algorithm>
#include <memory>

using adapter::fail;
using dlib::resizable_tensor;

struct bnconform_layer {
  bnconform_config config;
  adapter::State state;
};

struct bnconform_pass {
  bool uses_batch, per_activation;
  resizable_tensor input, gamma, means, inverse_deviations;
};

namespace {

resizable_tensor tensor_of(const std::vector<float> &values, long long channels) {
  resizable_tensor result(1, channels);
  std::copy(values.begin(), values.end(), result.host());
  return result;
}

resizable_tensor image_of(const bnconform_tensor &tensor) {
  auto size = [&](int axis) { return axis < tensor.rank ? tensor.shape[axis] : 1; };
  // The last dimension is the fastest, as here; a sequence is an image of one row.
  resizable_tensor result;
  if (tensor.rank == 3) {
    result.set_size(size(0), size(1), 1, size(2));
  } else {
    result.set_size(size(0), size(1), size(2), size(3));
  }
  auto first = static_cast<const float *>(tensor.data);
  std::copy(first, first + adapter::count(tensor), result.host());
  return result;
}

void give(const dlib::tensor &values, bnconform_tensor *result) {
  if (result) std::copy(values.begin(), values.end(), static_cast<float *>(result->data));
}

std::vector<float> vector_of(const dlib::tensor &tensor) { return {tensor.begin(), tensor.end()}; }

/// What dlib's assertions require; a second violated one would abort the process, and the case after it.
bnconform_status check(const bnconform_layer &layer, const bnconform_tensor &input, bool uses_batch) {
  if (!(layer.config.eps > 0)) return fail(BNCONFORM_NONPOSITIVE_EPS, "requires eps > 0");
  if (uses_batch && input.shape[0] <= 1) {
    return fail(BNCONFORM_TOO_FEW_VALUES, "requires src.num_samples() > 1, whatever the number of rows and columns");
  }
  return BNCONFORM_OK;
}

void forward(bnconform_layer &layer, bool training, bnconform_pass &pass, resizable_tensor &output) {
  adapter::State &state = layer.state;
  double eps = layer.config.eps;
  long long channels = pass.input.k();
  std::vector<float> ones(static_cast<size_t>(channels), 1), zeros(static_cast<size_t>(channels), 0);
  // The functions have a scale and a shift always.
  pass.gamma = tensor_of(state.weight.value_or(ones), channels);
  resizable_tensor beta = tensor_of(state.bias.value_or(zeros), channels);
  // And running statistics, here of nobody where there are none.
  resizable_tensor mean = tensor_of(state.mean.value_or(zeros), channels);
  resizable_tensor variance = tensor_of(state.variance.value_or(ones), channels);
  if (!pass.uses_batch) {
    auto normalize =
        pass.per_activation ? dlib::tt::batch_normalize_inference : dlib::tt::batch_normalize_conv_inference;
    normalize(eps, output, pass.input, pass.gamma, beta, mean, variance);
    return;
  }
  double factor = layer.config.momentum;
  bool tracks = training && state.mean;
  if (tracks && state.batches) {
    *state.batches += 1;
    if (!layer.config.has_momentum) factor = 1.0 / static_cast<double>(*state.batches);
  }
  // They are results, but dlib requires their size beforehand unless the factor is 1.
  pass.means.copy_size(mean);
  pass.inverse_deviations.copy_size(mean);
  auto normalize = pass.per_activation ? dlib::tt::batch_normalize : dlib::tt::batch_normalize_conv;
  normalize(eps, output, pass.means, pass.inverse_deviations, factor, mean, variance, pass.input, pass.gamma, beta);
  if (tracks) {
    state.mean = vector_of(mean);
    state.variance = vector_of(variance);
  }
}

}  // namespace

extern "C" {

const bnconform_description *bnconform_describe(void) {
  static const bnconform_limit limits[] = {
      {"kind=3d", "has tensors of rank 4 at most", nullptr},
      {"input_type=int64", "has tensors of float only", nullptr},
      {"irregular_state", "requires scale, shift and statistics of one size", nullptr},
      {"empty_input", "requires samples", nullptr},
      {"double_backward", "has no function for it", nullptr},
      {"reset_running_stats", "keeps no running statistics", nullptr},
      {"set_track_running_stats", "keeps no running statistics", nullptr},
      {"load_state", "keeps no state", nullptr},
      {nullptr, nullptr, nullptr},
  };
  static const std::string version = std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION);
  static const bnconform_description description = {
      BNCONFORM_VERSION, 1u << BNCONFORM_FLOAT32, "dlib", version.c_str(), "C++", limits};
  return &description;
}

const char *bnconform_message(void) { return adapter::message().c_str(); }

bnconform_status bnconform_create(const bnconform_config *config, const bnconform_state *initial,
                                  bnconform_layer **layer) {
  *layer = new bnconform_layer{*config, adapter::State(*initial)};
  return BNCONFORM_OK;
}

void bnconform_destroy(bnconform_layer *layer) { delete layer; }

bnconform_status bnconform_read_state(bnconform_layer *layer, bnconform_state *state) {
  layer->state.read(state);
  return BNCONFORM_OK;
}

void bnconform_release_pass(bnconform_pass *pass) { delete pass; }

bnconform_status bnconform_forward(bnconform_layer *layer, int32_t training, const bnconform_tensor *input,
                                   bnconform_tensor *output, bnconform_pass **pass) {
  if (!adapter::takes(layer->config.kind, input->rank)) {
    return fail(BNCONFORM_UNSUPPORTED, "has no layer that takes some ranks only");
  }
  if (input->rank > 4) return fail(BNCONFORM_UNSUPPORTED, "has tensors of rank 4 at most");
  bool uses_batch = training || !layer->state.mean;
  bnconform_status status = check(*layer, *input, uses_batch);
  if (status != BNCONFORM_OK) return status;
  auto made = std::make_unique<bnconform_pass>();
  made->uses_batch = uses_batch;
  made->per_activation = input->rank == 2;
  try {
    made->input = image_of(*input);
    resizable_tensor result;
    forward(*layer, training, *made, result);
    give(result, output);
    *pass = made.release();
    return BNCONFORM_OK;
  } catch (const std::exception &error) {
    return fail(BNCONFORM_OTHER_ERROR, error.what());
  }
}

bnconform_status bnconform_backward(bnconform_layer *layer, bnconform_pass *pass,
                                    const bnconform_tensor *grad_output, bnconform_tensor *grad_input,
                                    bnconform_tensor *grad_weight, bnconform_tensor *grad_bias) {
  if (!pass->uses_batch) return fail(BNCONFORM_UNSUPPORTED, "has gradients of training only");
  try {
    resizable_tensor gradient = image_of(*grad_output), input, gamma(pass->gamma), beta(pass->gamma);
    input.copy_size(pass->input);
    // dlib adds to the gradient of the input.
    input = 0;
    auto differentiate =
        pass->per_activation ? dlib::tt::batch_normalize_gradient : dlib::tt::batch_normalize_conv_gradient;
    differentiate(layer->config.eps, gradient, pass->means, pass->inverse_deviations, pass->input, pass->gamma, input,
                  gamma, beta);
    give(input, grad_input);
    give(gamma, grad_weight);
    give(beta, grad_bias);
    return BNCONFORM_OK;
  } catch (const std::exception &error) {
    return fail(BNCONFORM_OTHER_ERROR, error.what());
  }
}

}  // extern "C"
