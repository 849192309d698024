/* SPDX-License-Identifier: MIT */
/*
 * A BatchNorm class in C++17 and the functions of bnconform.h around it: float32, forward and backward.
 *
 *     c++ -std=c++17 -O2 -shared -fPIC -I tools/adapters/library -o libbatchnorm.so batchnorm.cpp
 *     bnconform run --implementation ./libbatchnorm.so
 *
 * The class stands for your own code; what follows it maps names and shapes and says what the class cannot do.
 */
#include "bnconform.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/* What the layer refuses, with the kind of the refusal. */
struct Refusal : std::runtime_error {
  bnconform_status kind;
  Refusal(bnconform_status kind, const char *why) : std::runtime_error(why), kind(kind) {}
};

/* The implementation: x is [samples, channels, inner]. */
class BatchNorm {
 public:
  struct Cache {
    std::vector<float> normalized;
    std::vector<double> scale; /* 1/sqrt(var + eps) */
    std::int64_t samples, inner;
    bool uses_batch;
  };

  std::vector<float> gamma, beta, running_mean, running_var;
  std::int64_t batches_tracked = 0;

  BatchNorm(std::int64_t channels, double eps, double momentum, bool has_momentum)
      : gamma(channels, 1), beta(channels, 0), running_mean(channels, 0), running_var(channels, 1),
        eps_(eps), momentum_(momentum), has_momentum_(has_momentum) {}

  std::int64_t channels() const { return static_cast<std::int64_t>(gamma.size()); }

  Cache forward(const float *x, float *y, std::int64_t samples, std::int64_t given_channels, std::int64_t inner,
                bool training) {
    const double n = static_cast<double>(samples * inner);
    double factor = momentum_;
    if (training) {
      batches_tracked += 1;
      if (!has_momentum_) factor = 1.0 / static_cast<double>(batches_tracked);
      if (n == 1) throw Refusal(BNCONFORM_TOO_FEW_VALUES, "the statistics of one value per channel");
    }
    if (eps_ <= 0) throw Refusal(BNCONFORM_NONPOSITIVE_EPS, "eps must be positive");
    if (channels() != given_channels) throw Refusal(BNCONFORM_CHANNEL_MISMATCH, "gamma has another size");
    Cache cache{std::vector<float>(samples * channels() * inner), std::vector<double>(channels()), samples, inner,
                training};
    for (std::int64_t c = 0; c < channels(); c++) {
      double mean = running_mean[c], variance = running_var[c];
      if (training) {
        mean = 0;
        each(c, samples, inner, [&](std::int64_t i) { mean += x[i] / n; });
        double spread = 0;
        each(c, samples, inner, [&](std::int64_t i) { spread += (x[i] - mean) * (x[i] - mean); });
        variance = spread / n;
        running_mean[c] = static_cast<float>((1 - factor) * running_mean[c] + factor * mean);
        running_var[c] = static_cast<float>((1 - factor) * running_var[c] + factor * spread / (n - 1));
      }
      cache.scale[c] = 1 / std::sqrt(variance + eps_);
      each(c, samples, inner, [&](std::int64_t i) {
        const double normalized = (x[i] - mean) * cache.scale[c];
        cache.normalized[i] = static_cast<float>(normalized);
        y[i] = static_cast<float>(normalized * gamma[c] + beta[c]);
      });
    }
    return cache;
  }

  void backward(const Cache &cache, const float *dy, float *dx, float *dgamma, float *dbeta) const {
    const double n = static_cast<double>(cache.samples * cache.inner);
    for (std::int64_t c = 0; c < channels(); c++) {
      double sum = 0, projection = 0;
      each(c, cache.samples, cache.inner, [&](std::int64_t i) {
        sum += dy[i];
        projection += static_cast<double>(dy[i]) * cache.normalized[i];
      });
      if (dgamma) dgamma[c] = static_cast<float>(projection);
      if (dbeta) dbeta[c] = static_cast<float>(sum);
      if (!dx) continue;
      each(c, cache.samples, cache.inner, [&](std::int64_t i) {
        const double centred = cache.uses_batch ? dy[i] - sum / n - cache.normalized[i] * projection / n : dy[i];
        dx[i] = static_cast<float>(gamma[c] * cache.scale[c] * centred);
      });
    }
  }

 private:
  template <typename Body>
  void each(std::int64_t channel, std::int64_t samples, std::int64_t inner, Body body) const {
    for (std::int64_t s = 0; s < samples; s++) {
      const std::int64_t first = (s * channels() + channel) * inner;
      for (std::int64_t i = first; i < first + inner; i++) body(i);
    }
  }

  double eps_, momentum_;
  bool has_momentum_;
};

/* The adapter. */

std::string message;

bnconform_status fail(bnconform_status status, std::string why) {
  message = std::move(why);
  return status;
}

/* What the layer refuses becomes its kind, any other exception the status given: none may leave a function of C. */
template <typename Body>
bnconform_status guarded(bnconform_status otherwise, Body body) {
  try {
    body();
    return BNCONFORM_OK;
  } catch (const Refusal &refusal) {
    return fail(refusal.kind, refusal.what());
  } catch (const std::exception &error) {
    return fail(otherwise, error.what());
  }
}

std::vector<float> floats(const bnconform_tensor &tensor) {
  const auto *first = static_cast<const float *>(tensor.data);
  return {first, first + tensor.shape[0]};
}

struct Shape {
  std::int64_t samples, channels, inner = 1;
  explicit Shape(const bnconform_tensor &tensor) : samples(tensor.shape[0]), channels(tensor.shape[1]) {
    for (int axis = 2; axis < tensor.rank; axis++) inner *= tensor.shape[axis];
  }
};

bnconform_tensor vector_tensor(std::vector<float> &values) {
  return {BNCONFORM_FLOAT32, 1, {static_cast<std::int64_t>(values.size())}, values.data()};
}

}  // namespace

struct bnconform_layer {
  BatchNorm layer;
  bnconform_kind kind;
  bnconform_tensor tensors[4];
};

struct bnconform_pass {
  BatchNorm::Cache cache;
};

extern "C" {

const char *bnconform_message(void) { return message.c_str(); }

const bnconform_description *bnconform_describe(void) {
  static const bnconform_limit limits[] = {
      {"affine=false", "always has gamma and beta", nullptr},
      {"partial_affine", "always has gamma and beta", nullptr},
      {"track_running_stats=false", "always tracks", nullptr},
      {"irregular_state", "owns its tensors", nullptr},
      {"empty_input", "takes no empty batch", nullptr},
      {"input_type=int64", "reads float32 only", nullptr},
      {"kind=nd", "takes ranks 2 to 5", nullptr},
      {nullptr, nullptr, nullptr},
  };
  static const bnconform_description description = {
      BNCONFORM_VERSION, 1u << BNCONFORM_FLOAT32, "example-cpp", "1.0", "C++17", limits};
  return &description;
}

bnconform_status bnconform_create(const bnconform_config *config, const bnconform_state *initial,
                                  bnconform_layer **layer) {
  return guarded(BNCONFORM_BROKEN, [&] {
    auto made = std::make_unique<bnconform_layer>(bnconform_layer{
        {config->num_features, config->eps, config->momentum, config->has_momentum != 0}, config->kind, {}});
    made->layer.gamma = floats(*initial->weight);
    made->layer.beta = floats(*initial->bias);
    made->layer.running_mean = floats(*initial->running_mean);
    made->layer.running_var = floats(*initial->running_var);
    made->layer.batches_tracked = *initial->num_batches_tracked;
    *layer = made.release();
  });
}

void bnconform_destroy(bnconform_layer *layer) { delete layer; }

bnconform_status bnconform_read_state(bnconform_layer *own, bnconform_state *state) {
  BatchNorm &layer = own->layer;
  own->tensors[0] = vector_tensor(layer.gamma);
  own->tensors[1] = vector_tensor(layer.beta);
  own->tensors[2] = vector_tensor(layer.running_mean);
  own->tensors[3] = vector_tensor(layer.running_var);
  *state = {&own->tensors[0], &own->tensors[1], &own->tensors[2], &own->tensors[3], &layer.batches_tracked};
  return BNCONFORM_OK;
}

bnconform_status bnconform_forward(bnconform_layer *own, int32_t training, const bnconform_tensor *input,
                                   bnconform_tensor *output, bnconform_pass **pass) {
  const int spatial = input->rank - 2;
  if (own->kind == BNCONFORM_1D ? spatial != 0 && spatial != 1 : spatial != own->kind)
    return fail(BNCONFORM_RANK_MISMATCH, "the input's rank is not the layer's");
  const Shape shape(*input);
  return guarded(BNCONFORM_OTHER_ERROR, [&] {
    *pass = new bnconform_pass{own->layer.forward(static_cast<const float *>(input->data),
                                                  static_cast<float *>(output->data), shape.samples, shape.channels,
                                                  shape.inner, training != 0)};
  });
}

void bnconform_release_pass(bnconform_pass *pass) { delete pass; }

bnconform_status bnconform_backward(bnconform_layer *own, bnconform_pass *pass, const bnconform_tensor *grad_output,
                                    bnconform_tensor *grad_input, bnconform_tensor *grad_weight,
                                    bnconform_tensor *grad_bias) {
  const auto data = [](bnconform_tensor *tensor) { return tensor ? static_cast<float *>(tensor->data) : nullptr; };
  return guarded(BNCONFORM_OTHER_ERROR, [&] {
    own->layer.backward(pass->cache, static_cast<const float *>(grad_output->data), data(grad_input),
                        data(grad_weight), data(grad_bias));
  });
}

}  /* extern "C" */
