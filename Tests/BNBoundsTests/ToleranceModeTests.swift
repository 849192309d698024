// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import Testing

@Suite("Tolerance mode")
struct ToleranceModeTests {
  @Test(
    "reads what it writes",
    arguments: [
      ToleranceMode.certified, .exact, .torch, .ulp(0), .ulp(4), .ulp(.max),
      .allclose(relative: 1e-5, absolute: 0), .allclose(relative: 0.1, absolute: 1e300),
    ]
  )
  func roundTrip(mode: ToleranceMode) {
    #expect(ToleranceMode(mode.description) == mode)
  }

  @Test("reads decimal numbers in any notation")
  func numbers() {
    #expect(ToleranceMode("allclose(1e-3,0.5)") == .allclose(relative: 1e-3, absolute: 0.5))
    #expect(ToleranceMode("allclose(1E+2,3)") == .allclose(relative: 100, absolute: 3))
  }

  @Test(
    "refuses other texts",
    arguments: [
      "", "Certified", "certified ", " exact", "ulp", "ulp()", "ulp(-1)", "ulp(+1)", "ulp(01)",
      "ulp(1.5)", "ulp(1", "ulp(1))", "ulp(1,2)", "ulp( 1)", "ulp(18446744073709551616)",
      "allclose(1e-3)", "allclose(1e-3,-1)", "allclose(nan,0)", "allclose(inf,0)",
      "allclose(1e-3, 1e-5)", "allclose(0x1p3,0)", "allclose(1e999,0)", "allclose(,)",
      "allclose(1,2,3)", "allclose(.5,0)", "allclose(1e,0)",
    ]
  )
  func refusals(text: String) {
    #expect(ToleranceMode(text) == nil)
  }

  @Test("has the defaults of torch.testing.assert_close")
  func torchDefaults() {
    #expect(AllowanceRule(.torch, type: .float16) == .allclose(relative: 1e-3, absolute: 1e-5))
    #expect(AllowanceRule(.torch, type: .bfloat16) == .allclose(relative: 1.6e-2, absolute: 1e-5))
    #expect(AllowanceRule(.torch, type: .float32) == .allclose(relative: 1.3e-6, absolute: 1e-5))
    #expect(AllowanceRule(.torch, type: .float64) == .allclose(relative: 1e-7, absolute: 1e-7))
    #expect(AllowanceRule(.torch, type: .int64) == .exact)
  }

  @Test("judges integers exactly in every mode but leaves the certified one to the bound")
  func integers() {
    #expect(AllowanceRule(.ulp(3), type: .int64) == .exact)
    #expect(AllowanceRule(.allclose(relative: 1, absolute: 1), type: .int64) == .exact)
    #expect(AllowanceRule(.certified, type: .float32) == nil)
  }
}
