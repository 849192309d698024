// SPDX-License-Identifier: MIT

import CBNHDF5
import BNHDF5
import Testing

@testable import BNGoldenCases

@Suite struct HostileDataSetTests {
  private static let name = "step0.input"

  /// What is said when the input is replaced by a data set that bare library calls make.
  private static func message(
    type makeType: @escaping () -> hid_t = chdf5_float32_type,
    dimensions: [hsize_t]? = [2, 1],
    isWritten: Bool = true,
    prepare: @escaping (hid_t) -> Void = { _ in }
  ) throws -> String {
    try Refusal.message { draft in
      draft.members[name] = nil
      draft.raw = { group in
        let type = makeType()
        let properties = H5Pcreate(chdf5_dataset_creation_class())
        prepare(properties)
        let space =
          dimensions.map {
            $0.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32($0.count), $0, nil)
          }
          ?? H5Screate(H5S_NULL)
        let dataset = H5Dcreate2(group, name, type, space, 0, properties, 0)
        let bytes = [UInt8](repeating: 0, count: 4096)
        if isWritten { _ = H5Dwrite(dataset, type, 0, 0, 0, bytes) }
        _ = (H5Dclose(dataset), H5Sclose(space), H5Pclose(properties))
      }
    }
  }

  private static func copy(
    _ type: @escaping () -> hid_t,
    _ change: @escaping (hid_t) -> Void
  ) -> () -> hid_t {
    {
      let copy = H5Tcopy(type())
      change(copy)
      return copy
    }
  }

  @Test("takes either byte order")
  func byteOrder() throws {
    let type = Self.copy(chdf5_float32_type) { _ = H5Tset_order($0, H5T_ORDER_BE) }
    #expect(try Self.message(type: type) == "accepted")
  }

  @Test("refuses chunks, filters and other files")
  func storage() throws {
    let place = "mine/two-values/f32: data set step0.input: is "
    let chunk: [hsize_t] = [1, 1]
    #expect(
      try Self.message(prepare: { _ = H5Pset_chunk($0, 2, chunk) })
        == place + "a chunked data set, which is refused"
    )
    #expect(
      try Self.message(prepare: { _ = (H5Pset_chunk($0, 2, chunk), H5Pset_shuffle($0)) })
        == place + "a data set with filters, which is refused"
    )
    #expect(
      try Self.message(isWritten: false, prepare: { _ = H5Pset_external($0, "/etc/passwd", 0, 8) })
        == place + "external storage, which is refused"
    )
  }

  @Test("refuses other element types")
  func types() throws {
    let narrow = Self.copy(chdf5_int64_type) { _ = H5Tset_size($0, 4) }
    #expect(try Self.message(type: narrow).hasSuffix("but integers are int64"))
    let unsigned = Self.copy(chdf5_int64_type) { _ = H5Tset_sign($0, H5T_SGN_NONE) }
    #expect(try Self.message(type: unsigned).hasSuffix("but integers are int64"))
    let bias = Self.copy(chdf5_float32_type) { _ = H5Tset_ebias($0, 126) }
    #expect(try Self.message(type: bias).contains("expected float16, bfloat16, float32"))
  }

  @Test("takes rank 8 and refuses rank 9")
  func rank() throws {
    let eight = [hsize_t](repeating: 1, count: 8)
    #expect(!(try Self.message(dimensions: eight).contains("rank")))
    #expect(
      try Self.message(dimensions: eight + [1])
        == "mine/two-values/f32: member step0.input: cannot read the shape: its rank is 9, the limit is 8"
    )
  }

  @Test("allocates nothing for elements that the file does not hold")
  func unwritten() throws {
    #expect(
      try Self.message(dimensions: [1 << 20, 64], isWritten: false).contains("stores 0 bytes")
    )
    let message = try Self.message(dimensions: [1 << 20, 65], isWritten: false)
    #expect(message.contains("the number of elements is 68157440, the limit is 67108864"))
  }

  @Test("refuses a null dataspace")
  func null() throws {
    #expect(try Self.message(dimensions: nil, isWritten: false).contains("a null dataspace"))
  }

  @Test("refuses attributes on a data set")
  func attributes() throws {
    let message = try Refusal.message { draft in
      draft.raw = { group in
        let dataset = H5Dopen2(group, Self.name, 0)
        let space = H5Screate(H5S_SCALAR)
        _ = H5Aclose(H5Acreate2(dataset, "unit", chdf5_int64_type(), space, 0, 0))
        _ = (H5Sclose(space), H5Dclose(dataset))
      }
    }
    #expect(message.hasSuffix("has attributes, but data sets of the format have none"))
  }

  @Test("refuses members that are no data sets of the case alone")
  func links() throws {
    let place = "mine/two-values/f32: member step0.grad_output: "
    let name = "step0.grad_output"
    #expect(
      try Refusal.message { $0.raw = { _ = H5Lcreate_soft("step0.input", $0, name, 0, 0) } }
        == place + "is a soft link, but only data sets belong in a case"
    )
    #expect(
      try Refusal.message { $0.raw = { _ = H5Lcreate_external("x.h5", "/", $0, name, 0, 0) } }
        == place + "is an external link, but only data sets belong in a case"
    )
    #expect(
      try Refusal.message { $0.raw = { _ = H5Gclose(H5Gcreate2($0, name, 0, 0, 0)) } }
        == place + "is a group, but only data sets belong in a case"
    )
    #expect(
      try Refusal.message { draft in
        draft.raw = { _ = H5Lcreate_hard($0, "step0.expect.output", $0, name, 0, 0) }
      } == place + "leads to an object that has another name, too"
    )
  }
}
