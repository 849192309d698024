# SPDX-License-Identifier: MIT
"""OpenVINO's BatchNormInference-5, compiled for the CPU with constant parameters."""

import os
import sys

import ml_dtypes
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import openvino  # noqa: E402
from openvino import opset15 as opset  # noqa: E402

from bnconform_adapter import Unsupported, serve  # noqa: E402
from inference_layer import InferenceLayer  # noqa: E402

TYPES = {"float16": openvino.Type.f16, "bfloat16": openvino.Type.bf16, "float32": openvino.Type.f32,
         "float64": openvino.Type.f64}
CORE = openvino.Core()
# The default may round to a narrower type on machines that have it.
SETTINGS = {"INFERENCE_PRECISION_HINT": "f32"}


def tensor(array, kind):
    """An OpenVINO tensor of the type `kind`; it shows its bfloat16 as two bytes of another type."""
    result = openvino.Tensor(TYPES[kind], list(array.shape))
    result.data.view(array.dtype)[...] = array
    return result


def array(tensor, kind):
    return tensor.data.copy().view(ml_dtypes.bfloat16) if kind == "bfloat16" else tensor.data.copy()


class Layer(InferenceLayer):
    def normalize(self, x):
        kind = self.config.input_type
        if kind not in TYPES:
            raise Unsupported("BatchNormInference takes floating-point tensors")
        data = opset.parameter(list(x.shape), TYPES[kind])
        weight, bias, mean, variance = (
            opset.constant(tensor(value, self.config.parameter_type)) for value in self.parameters())
        node = opset.batch_norm_inference(data, weight, bias, mean, variance, self.config.eps)
        compiled = CORE.compile_model(openvino.Model([node], [data]), "CPU", SETTINGS)
        request = compiled.create_infer_request()
        request.set_input_tensor(tensor(x, kind))
        request.infer()
        return array(request.get_output_tensor(0), kind)


def classify(error):
    text = str(error)
    if "Input element types do not match" in text:
        return "mixed_types"
    if "input channel dimension" in text:
        return "channel_mismatch"
    if "epsilon must be" in text:
        return "nonpositive_eps"
    return None


if __name__ == "__main__":
    serve(Layer, name="openvino", version=openvino.__version__.split("-")[0], classify=classify,
          bfloat16=ml_dtypes.bfloat16,
          unsupported=[("mixed_types", "all inputs of BatchNormInference have one type")])
