// SPDX-License-Identifier: MIT
//
// oneDNN's batch_normalization primitives in plain layouts.
//
// oneDNN keeps no running statistics: training returns the mean and the biased variance of the batch. This adapter is
// the caller who blends them, with oneDNN's sum primitive, as PyTorch's own caller of oneDNN does it
// (aten/src/ATen/native/mkldnn/Normalization.cpp): scales (1 - a, a) for the mean and (1 - a, a n/(n-1)) for the
// variance. Normalization, statistics and gradients are oneDNN's.
#include "float32_state.hpp"

#include <dnnl.hpp>

#include <algorithm>
#include <memory>
#include <unordered_map>

using namespace dnnl;
using adapter::fail;

struct bnconform_layer {
  bnconform_config config;
  adapter::State state;
};

struct bnconform_pass {
  memory::desc description;
  normalization_flags flags;
  std::vector<char> input;
  std::vector<float> mean, variance, weight, bias;
};

namespace {

using Forward = batch_normalization_forward;
using Backward = batch_normalization_backward;
using Arguments = std::unordered_map<int, memory>;

engine &cpu() {
  static engine cpu(engine::kind::cpu, 0);
  return cpu;
}

template <typename Element>
memory over(const memory::desc &description, std::vector<Element> &values) {
  return memory(description, cpu(), values.data());
}

memory over(const memory::desc &description, const bnconform_tensor &tensor) {
  return memory(description, cpu(), tensor.data);
}

memory::desc vector_of(size_t count) {
  return {{static_cast<memory::dim>(count)}, memory::data_type::f32, memory::format_tag::x};
}

void run(const primitive &primitive, const Arguments &arguments) {
  stream stream(cpu());
  primitive.execute(stream, arguments);
  stream.wait();
}

memory::data_type type_of(bnconform_type type) {
  return type == BNCONFORM_BFLOAT16 ? memory::data_type::bf16 : memory::data_type::f32;
}

memory::desc description_of(const bnconform_tensor &tensor) {
  static const memory::format_tag tags[] = {memory::format_tag::nc, memory::format_tag::ncw,
                                            memory::format_tag::nchw, memory::format_tag::ncdhw};
  return {{tensor.shape, tensor.shape + tensor.rank}, type_of(tensor.type), tags[tensor.rank - 2]};
}

/// old <- keep * old + share * batch
void blend(std::vector<float> &old, std::vector<float> &batch, double keep, double share) {
  memory::desc description = vector_of(old.size());
  std::vector<float> scales = {static_cast<float>(keep), static_cast<float>(share)};
  memory result = over(description, old);
  run(sum(sum::primitive_desc(description, scales, {description, description}, cpu())),
      {{DNNL_ARG_MULTIPLE_SRC, result},
       {DNNL_ARG_MULTIPLE_SRC + 1, over(description, batch)},
       {DNNL_ARG_DST, result}});
}

void update(bnconform_layer &layer, bnconform_pass &pass, double n) {
  adapter::State &state = layer.state;
  double factor = layer.config.momentum;
  if (state.batches) {
    *state.batches += 1;
    if (!layer.config.has_momentum) factor = 1.0 / static_cast<double>(*state.batches);
  }
  blend(*state.mean, pass.mean, 1 - factor, factor);
  blend(*state.variance, pass.variance, 1 - factor, factor * n / (n - 1));
}

bnconform_status forward(bnconform_layer &layer, bool training, const bnconform_tensor &input,
                         bnconform_tensor &output, bnconform_pass &pass) {
  adapter::State &state = layer.state;
  bool given = !training && state.mean;
  auto flags = normalization_flags::none;
  if (given) flags |= normalization_flags::use_global_stats;
  if (state.weight) flags |= normalization_flags::use_scale;
  if (state.bias) flags |= normalization_flags::use_shift;

  size_t channels = static_cast<size_t>(input.shape[1]);
  pass.description = description_of(input);
  pass.flags = flags;
  pass.input.resize(pass.description.get_size());
  auto first = static_cast<const char *>(input.data);
  std::copy(first, first + pass.input.size(), pass.input.begin());
  pass.mean = given ? *state.mean : std::vector<float>(channels);
  pass.variance = given ? *state.variance : std::vector<float>(channels);
  pass.weight = state.weight.value_or(std::vector<float>());
  pass.bias = state.bias.value_or(std::vector<float>());

  // "Training" is what returns the statistics, so that a backward has them.
  Forward::primitive_desc primitive(
      Forward::desc(prop_kind::forward_training, pass.description, static_cast<float>(layer.config.eps), flags),
      cpu());
  Arguments arguments = {{DNNL_ARG_SRC, over(pass.description, pass.input)},
                         {DNNL_ARG_DST, over(pass.description, output)},
                         {DNNL_ARG_MEAN, over(vector_of(channels), pass.mean)},
                         {DNNL_ARG_VARIANCE, over(vector_of(channels), pass.variance)}};
  if (state.weight) arguments[DNNL_ARG_SCALE] = over(vector_of(channels), pass.weight);
  if (state.bias) arguments[DNNL_ARG_SHIFT] = over(vector_of(channels), pass.bias);
  run(Forward(primitive), arguments);

  double n = static_cast<double>(adapter::count(input)) / static_cast<double>(channels);
  if (training && state.mean && n > 0) update(layer, pass, n);
  return BNCONFORM_OK;
}

void backward(bnconform_layer &layer, bnconform_pass &pass, const bnconform_tensor &grad_output,
              bnconform_tensor *grad_input, bnconform_tensor *grad_weight, bnconform_tensor *grad_bias) {
  float eps = static_cast<float>(layer.config.eps);
  Forward::primitive_desc hint(Forward::desc(prop_kind::forward_training, pass.description, eps, pass.flags), cpu());
  Backward::primitive_desc primitive(
      Backward::desc(prop_kind::backward, pass.description, pass.description, eps, pass.flags), cpu(), hint);
  memory::desc vector = vector_of(pass.mean.size());
  std::vector<char> input(pass.input.size());
  std::vector<float> weight(pass.mean.size()), bias(pass.mean.size());
  Arguments arguments = {{DNNL_ARG_SRC, over(pass.description, pass.input)},
                         {DNNL_ARG_DIFF_DST, over(pass.description, grad_output)},
                         {DNNL_ARG_DIFF_SRC, over(pass.description, input)},
                         {DNNL_ARG_MEAN, over(vector, pass.mean)},
                         {DNNL_ARG_VARIANCE, over(vector, pass.variance)}};
  if (!pass.weight.empty()) {
    arguments[DNNL_ARG_SCALE] = over(vector, pass.weight);
    arguments[DNNL_ARG_DIFF_SCALE] = over(vector, weight);
  }
  if (!pass.bias.empty()) {
    // The gradients do not depend on the shift, but 2.6 does not run without it.
    arguments[DNNL_ARG_SHIFT] = over(vector, pass.bias);
    arguments[DNNL_ARG_DIFF_SHIFT] = over(vector, bias);
  }
  run(Backward(primitive), arguments);
  auto give = [](const std::vector<float> &values, bnconform_tensor *result) {
    if (result) std::copy(values.begin(), values.end(), static_cast<float *>(result->data));
  };
  if (grad_input) std::copy(input.begin(), input.end(), static_cast<char *>(grad_input->data));
  give(weight, grad_weight);
  give(bias, grad_bias);
}

/// Whether this machine has a primitive for the type: bfloat16 needs AVX-512.
bool has(memory::data_type type) {
  try {
    memory::desc description({2, 1}, type, memory::format_tag::nc);
    Forward::desc wanted(prop_kind::forward_training, description, 1e-5f, normalization_flags::none);
    return static_cast<bool>(Forward::primitive_desc(wanted, cpu()));
  } catch (const error &) {
    return false;
  }
}

}  // namespace

extern "C" {

const bnconform_description *bnconform_describe(void) {
  static const bnconform_limit limits[] = {
      {"parameter_type=bfloat16", "takes scale, shift, mean and variance in float32", nullptr},
      {"input_type=int64", "reads what it is told is there: the type is the caller's", nullptr},
      {"irregular_state", "reads what it is told is there: sizes are the caller's", nullptr},
      {"double_backward", "has no primitive for it", nullptr},
      {"reset_running_stats", "keeps no running statistics", nullptr},
      {"set_track_running_stats", "keeps no running statistics", nullptr},
      {"load_state", "keeps no state", nullptr},
      {nullptr, nullptr, nullptr},
  };
  static const dnnl_version_t *dnnl = dnnl_version();
  static const std::string version =
      std::to_string(dnnl->major) + "." + std::to_string(dnnl->minor) + "." + std::to_string(dnnl->patch);
  static const uint32_t types =
      1u << BNCONFORM_FLOAT32 | (has(memory::data_type::bf16) ? 1u << BNCONFORM_BFLOAT16 : 0u);
  static const bnconform_description description = {
      BNCONFORM_VERSION, types, "onednn", version.c_str(), "C++", limits};
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
  if (input->rank > 5) return fail(BNCONFORM_UNSUPPORTED, "takes inputs of rank 2 to 5");
  auto made = std::make_unique<bnconform_pass>();
  try {
    bnconform_status status = forward(*layer, training, *input, *output, *made);
    *pass = made.release();
    return status;
  } catch (const error &error) {
    return fail(BNCONFORM_OTHER_ERROR, error.what());
  }
}

bnconform_status bnconform_backward(bnconform_layer *layer, bnconform_pass *pass,
                                    const bnconform_tensor *grad_output, bnconform_tensor *grad_input,
                                    bnconform_tensor *grad_weight, bnconform_tensor *grad_bias) {
  try {
    backward(*layer, *pass, *grad_output, grad_input, grad_weight, grad_bias);
    return BNCONFORM_OK;
  } catch (const error &error) {
    return fail(BNCONFORM_OTHER_ERROR, error.what());
  }
}

}  // extern "C"
