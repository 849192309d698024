// SPDX-License-Identifier: MIT
//
// The tensors of a layer in float32, for adapters in C++17 of systems that leave them to their caller.
#ifndef BNCONFORM_FLOAT32_STATE_HPP
#define BNCONFORM_FLOAT32_STATE_HPP

#include "bnconform.h"

#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace adapter {

inline int64_t count(const bnconform_tensor &tensor) {
  return std::accumulate(tensor.shape, tensor.shape + tensor.rank, int64_t{1}, std::multiplies<>());
}

inline std::vector<float> values(const bnconform_tensor &tensor) {
  auto first = static_cast<const float *>(tensor.data);
  return {first, first + count(tensor)};
}

inline bool takes(bnconform_kind kind, int32_t rank) {
  switch (kind) {
    case BNCONFORM_1D: return rank == 2 || rank == 3;
    case BNCONFORM_2D: return rank == 4;
    case BNCONFORM_3D: return rank == 5;
    default: return rank >= 2;
  }
}

/// weight, bias and the running statistics, each there or not.
struct State {
  std::optional<std::vector<float>> weight, bias, mean, variance;
  std::optional<int64_t> batches;

  explicit State(const bnconform_state &given)
      : weight(copy(given.weight)), bias(copy(given.bias)), mean(copy(given.running_mean)),
        variance(copy(given.running_var)) {
    if (given.num_batches_tracked) batches = *given.num_batches_tracked;
  }

  /// Points at the tensors as they are now.
  void read(bnconform_state *state) {
    state->weight = point(weight, shown[0]);
    state->bias = point(bias, shown[1]);
    state->running_mean = point(mean, shown[2]);
    state->running_var = point(variance, shown[3]);
    state->num_batches_tracked = batches ? &*batches : nullptr;
  }

 private:
  bnconform_tensor shown[4] = {};

  static std::optional<std::vector<float>> copy(const bnconform_tensor *tensor) {
    if (!tensor) return std::nullopt;
    return values(*tensor);
  }

  static const bnconform_tensor *point(std::optional<std::vector<float>> &tensor, bnconform_tensor &shown) {
    if (!tensor) return nullptr;
    shown = {BNCONFORM_FLOAT32, 1, {static_cast<int64_t>(tensor->size())}, tensor->data()};
    return &shown;
  }
};

/// The text of the last failure.
inline std::string &message() {
  static std::string text;
  return text;
}

inline bnconform_status fail(bnconform_status status, const std::string &why) {
  message() = why;
  return status;
}

}  // namespace adapter

#endif
