# SPDX-License-Identifier: MIT
"""ncnn's BatchNorm layer, as a network of that one layer."""

import importlib.metadata
import os
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import ncnn  # noqa: E402

from bnconform_adapter import LayerError, Unsupported, serve  # noqa: E402
from inference_layer import InferenceLayer  # noqa: E402

NETWORK = "7767517\n2 2\nInput in 0 1 x\nBatchNorm bn 1 1 x y 0={channels} 1={eps:.9e}\n"


class Layer(InferenceLayer):
    def normalize(self, x):
        if x.ndim > 5:
            raise Unsupported("has images of rank 1 to 4, without a batch dimension")
        network = self.network()
        results = [self.extract(network, sample) for sample in x]
        return np.stack(results)

    def network(self):
        """The layer with its parameters, read from files as ncnn does."""
        weight, bias, mean, variance = self.parameters()
        network = ncnn.Net()
        network.opt.num_threads = 1
        # Types of less precision are a choice of speed.
        for option in ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic", "use_bf16_storage"):
            setattr(network.opt, option, False)
        with tempfile.TemporaryDirectory() as folder:
            graph, weights = os.path.join(folder, "bn.param"), os.path.join(folder, "bn.bin")
            with open(graph, "w", encoding="ascii") as file:
                file.write(NETWORK.format(channels=self.config.num_features, eps=self.config.eps))
            with open(weights, "wb") as file:
                file.write(b"".join(value.astype("<f4").tobytes() for value in (weight, mean, variance, bias)))
            if network.load_param(graph) or network.load_model(weights):
                raise LayerError(None, "ncnn does not load the layer")
        return network

    @staticmethod
    def extract(network, sample):
        extractor = network.create_extractor()
        extractor.input("x", ncnn.Mat(np.ascontiguousarray(sample)).clone())
        status, y = extractor.extract("y")
        if status:
            raise LayerError(None, f"status {status}")
        return np.array(y)


if __name__ == "__main__":
    serve(Layer, name="ncnn", version=importlib.metadata.version("ncnn"), types=("float32",),
          unsupported=[("input_type=int64", "the layer takes float32"),
                       ("empty_input", "has no batch dimension")])
