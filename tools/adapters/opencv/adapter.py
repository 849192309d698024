# SPDX-License-Identifier: MIT
"""OpenCV's dnn module on an ONNX model of one BatchNormalization node."""

import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import cv2  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from bnconform_adapter import LayerError, serve  # noqa: E402
from inference_layer import InferenceLayer  # noqa: E402


class Layer(InferenceLayer):
    def normalize(self, x):
        net = cv2.dnn.readNetFromONNX(np.frombuffer(self.model(x.shape), np.uint8))
        net.setInput(x)
        y = net.forward()
        if y is None:
            raise LayerError(None, "forward returned None")
        return y

    def model(self, shape):
        """The bytes of the model; momentum is not read in inference."""
        names = ["scale", "bias", "mean", "var"]
        node = helper.make_node("BatchNormalization", ["x", *names], ["y"], epsilon=self.config.eps, momentum=0.9,
                                training_mode=0)
        values = [numpy_helper.from_array(value, name) for value, name in zip(self.parameters(), names)]
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("x", "y")]
        graph = helper.make_graph([node], "bn", ends[:1], ends[1:], values)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
        return model.SerializeToString()


if __name__ == "__main__":
    serve(Layer, name="opencv-dnn", version=cv2.__version__, types=("float32",),
          unsupported=[("input_type=int64", "BatchNormalization is of floating point in ONNX")])
